/**
 * The measure {@code net}: a match server behind real sockets, against a bare floor that moves the same bytes at the same
 * rate. {@link ringside.perf.net.NetCommand} runs three kinds of child processes: the server under test, the floor, and
 * the load.
 */
@NullMarked
package ringside.perf.net;

import org.jspecify.annotations.NullMarked;
