/**
 * Delta views: what each client is shown of a snapshot, as bits. {@link ringside.snapshot.codec.ViewEncoder} writes
 * them, {@link ringside.snapshot.codec.ViewDecoder} reads them, FORMAT.md describes them.
 */
@NullMarked
package ringside.snapshot.codec;

import org.jspecify.annotations.NullMarked;
