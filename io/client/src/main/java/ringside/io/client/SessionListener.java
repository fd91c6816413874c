package ringside.io.client;

import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import ringside.io.protocol.RefusalReason;
import ringside.layout.RecordType;
import ringside.layout.RecordView;
import ringside.layout.State;

/**
 * What a player, or a bot, learns of its session. Every call comes on the session's thread; what is passed is valid until
 * it returns.
 */
public interface SessionListener {
    /** How a command ended. */
    enum CommandAnswer {
        /** The match took it. */
        APPLIED,
        /** It was refused and will not be repeated. */
        REFUSED,
        /** It was taken before a connection broke; what came of it was not heard. */
        TAKEN_UNHEARD
    }

    /** The seat is taken, or taken again after a loss: the view is empty until the next part. */
    default void joined(final ClientSession session) {}

    /**
     * The seat was given by another reign than the one before: another server took the match over, or the same one was
     * started again. Comes right after {@link #joined}.
     */
    default void tookOver(final ClientSession session, final Takeover takeover) {}

    /** Every part of a newer view was applied. */
    default void viewed(final ClientSession session, final ClientView view) {}

    /** Something happened. Sure effects come exactly once and in order. References hold wire ids, plus 1. */
    default void effect(
            final ClientSession session,
            final int frame,
            final RecordType type,
            final DirectBuffer record,
            final int offset) {}

    /**
     * The server says that an effect happened which was shown ahead: see {@link ClientSession#expect}. {@link #effect} is
     * not told of it.
     */
    default void effectConfirmed(
            final ClientSession session,
            final int inputSeq,
            final int frame,
            final RecordType type,
            final DirectBuffer record,
            final int offset) {}

    /**
     * A frame of a lockstep match was computed here, and is the server's. Its effects came before, by {@link #effect}, with
     * references that are rows of the state.
     *
     * @param state the whole match; to be looked at, never changed: what is changed here differs from the server's
     */
    default void frameComputed(final ClientSession session, final State state, final int frame) {}

    /**
     * This client computed something else than the server in a lockstep match. Comes once for each time, when the server has
     * named the difference or will not; the match goes on from a new image meanwhile, and frames between are left out.
     */
    default void desynced(final ClientSession session, final Desync desync) {}

    /**
     * An input is due: fill in {@code input}, which holds the defaults, and return true to send it; false sends none in
     * this frame.
     *
     * <p>In a lockstep match an input falls due with each frame computed here, for the frame that is the game's delay later.
     *
     * @param dueNs when it should have been asked for
     */
    default boolean inputDue(
            final ClientSession session, final int targetFrame, final long dueNs, final RecordView input) {
        return false;
    }

    /** A view showed that an input was consumed. Comes before {@link #viewed} of that view. */
    default void inputConsumed(final ClientSession session, final ConsumedInput input) {}

    /** An input was not taken. {@code reason} is null for a code that this version does not know. */
    default void inputRefused(final ClientSession session, final int inputSeq, final @Nullable RefusalReason reason) {}

    /** A command is answered. {@code reason} says why it was refused, if it was and the reason is known. */
    default void commandAnswered(
            final ClientSession session,
            final int sequence,
            final CommandAnswer answer,
            final @Nullable RefusalReason reason) {}

    /** A moment was marked, as {@link ClientSession#bookmark} asked for. */
    default void bookmarked(final ClientSession session, final int number, final int frame) {}

    /** A moment was not marked, and will not be. {@code reason} is null for a code that this version does not know. */
    default void bookmarkRefused(final ClientSession session, final int number, final @Nullable RefusalReason reason) {}

    /** The connection is gone, or an attempt failed; the session goes on trying. */
    default void interrupted(final ClientSession session, final String cause) {}

    /** The session is over for good. */
    default void ended(final ClientSession session, final SessionEnd end) {}
}
