/**
 * The durable log of events: one checksummed, chained record per batch, on Chronicle Queue files.
 *
 * <p>{@link ringside.journal.Journal} puts the parts together for a server. The layers, from the disk upwards:
 *
 * <ul>
 *   <li>{@link ringside.journal.RecordStore} keeps records of bytes; {@link ringside.journal.ChronicleRecordStore} on disk,
 *       {@link ringside.journal.MemoryRecordStore} in memory. It knows nothing of what stands in a record.
 *   <li>{@link ringside.journal.RecordFormat} is the record; checksums, the chain from record to record, positions and epochs
 *       are checked above the store, so that any store is checked alike.
 *   <li>{@link ringside.journal.Marks} say, apart from the journal, how far it reached: what is missing is noticed by them.
 *   <li>{@link ringside.journal.JournalWriter}, {@link ringside.journal.JournalReader} and
 *       {@link ringside.journal.JournalFollower} are what engines and tools use.
 * </ul>
 *
 * <p>This package knows what an event is and never what a game is. It is the only one that imports Chronicle Queue, and it
 * lets Chronicle append only: files are read by {@link ringside.journal.FileRecordCursor}, which cannot hang or crash on
 * damage. The bytes on disk are described in {@code journal/FORMAT.md}.
 */
@NullMarked
package ringside.journal;

import org.jspecify.annotations.NullMarked;
