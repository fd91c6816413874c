/** Carries replication over TCP: see {@code replay/standby/PROTOCOL.md}. */
@NullMarked
package ringside.io.replication;

import org.jspecify.annotations.NullMarked;
