/**
 * What a match remembers, as data: tables, typed columns and the flat block of memory that they describe.
 *
 * <p>A leaf: it depends on no other part of Ringside. Games, the frame loop, the view codec, checkpoints and every tool
 * read the same {@link ringside.layout.Layout}.
 */
@NullMarked
package ringside.layout;

import org.jspecify.annotations.NullMarked;
