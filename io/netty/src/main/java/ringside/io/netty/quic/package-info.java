/** QUIC: views and inputs as datagrams, everything else on one stream. */
@NullMarked
package ringside.io.netty.quic;

import org.jspecify.annotations.NullMarked;
