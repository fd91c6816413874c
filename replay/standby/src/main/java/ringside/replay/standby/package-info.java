/**
 * A standby: how a journal is handed on from the server that writes it, and how another one follows it. State machines without
 * threads and without a network, see {@code replay/standby/PROTOCOL.md}.
 */
@org.jspecify.annotations.NullMarked
package ringside.replay.standby;
