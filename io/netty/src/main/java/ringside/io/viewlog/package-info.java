/** What views were made of, in files beside an engine's journal: written off every thread that plays, read by {@code replay verify --views}. */
@NullMarked
package ringside.io.viewlog;

import org.jspecify.annotations.NullMarked;
