/**
 * One match, one file: cut out of an engine's journal, compressed, and whole in itself. {@code replay/FORMAT.md} says its
 * bytes.
 *
 * <pre>
 * EngineRecording ──MatchExport──> MatchFileWriter ──> file ──> MatchFile ──> JournalHandler: a Replayer, a HashCheck, ...
 *                                    EventColumnsWriter          EventColumnsReader
 * </pre>
 */
@NullMarked
package ringside.replay.file;

import org.jspecify.annotations.NullMarked;
