/**
 * Delta views: what each client is shown of a snapshot, as bits. {@link ringside.snapshot.codec.ViewEncoder} writes
 * them, {@link ringside.snapshot.codec.ViewDecoder} reads them, FORMAT.md describes them.
 *
 * <p>A server that shows many matches has one {@link ringside.snapshot.codec.WireLayout} for each layout, one {@link
 * ringside.snapshot.codec.SharedRows} for each layout and thread, and one encoder for each viewer:
 *
 * <pre>{@code
 * encoder.acknowledge(frame, part);              // as they come in
 *
 * shared.begin(history, frame);                  // for each new frame of a match
 * encoder.offer(seq, ...);                       // for each of its viewers: the effects that it may see
 * encoder.begin(shared, visible, seat, team);
 * encoder.answer(lastInput, depth, micros);
 * while ((length = encoder.encodePart(out, offset)) > 0) {
 *     // send it
 * }
 * }</pre>
 *
 * <p>What a row that changed looks like on the wire is worked out once for all viewers who hold the same value of it; a
 * row that stays as the viewer holds it costs nothing. So a view costs what moves in its sight.
 */
@NullMarked
package ringside.snapshot.codec;

import org.jspecify.annotations.NullMarked;
