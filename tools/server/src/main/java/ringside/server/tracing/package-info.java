/** The ways of single inputs, from socket to socket, told to a collector of OpenTelemetry. */
@NullMarked
package ringside.server.tracing;

import org.jspecify.annotations.NullMarked;
