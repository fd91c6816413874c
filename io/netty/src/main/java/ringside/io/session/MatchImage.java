package ringside.io.session;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * A lockstep match at the end of a frame, to begin from. Immutable once made; shared by all who need one at about the same
 * time.
 */
record MatchImage(int frame, UnsafeBuffer bytes) {}
