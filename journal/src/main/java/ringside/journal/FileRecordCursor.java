package ringside.journal;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import ringside.journal.JournalException.Code;

/**
 * Reads the records of a directory of Chronicle files without Chronicle, frame by frame (see {@link ChronicleFrame}): each
 * step moves forward or stops, so damage in a frame, a header or an index can neither hang nor crash the reader. Follows a
 * writer in another process; needs no right to write.
 */
public final class FileRecordCursor implements RecordCursor {
    private static final int MAX_RECORD_BYTES = 64 * 1_024 * 1_024;
    private static final int LIST_EVERY = 64;
    private static final int TORN_BYTES = 64;
    private static final int LEAST_TORN_BYTES = 16;

    private final Path directory;
    private List<String> names;
    private int segment;
    private @Nullable FileWindow window;
    /** Where the next frame begins. */
    private long offset;
    /** Where the record found last, or the damaged frame's contents, begin; -1: neither. */
    private long recordOffset = -1;

    private int recordBytes;
    /** Where the last record of this segment ended. */
    private long lastEnd;

    private int endsSeen;
    private String problem = "";
    /** The writer died, or is at this moment, between beginning a frame and finishing it. */
    private boolean isUnfinished;

    private FileRecordCursor(final Path directory, final List<String> names) {
        this.directory = directory;
        this.names = names;
    }

    /** A cursor before the first record of a directory, which may be empty. */
    public static FileRecordCursor open(final Path directory) {
        return new FileRecordCursor(directory, SegmentNames.list(directory));
    }

    @Override
    public Step next() {
        if (recordOffset >= 0 && !problem.isEmpty()) {
            return Step.DAMAGED;
        }
        while (true) {
            final Step step = stepInSegment();
            if (step == Step.RECORD || step == Step.DAMAGED) {
                return step;
            }
            if (!advance()) {
                endsSeen++;
                return Step.END;
            }
        }
    }

    private Step stepInSegment() {
        recordOffset = -1;
        while (true) {
            final FileWindow file = segmentWindow();
            if (file == null) {
                return Step.END;
            }
            final int word = word(file);
            if (word == ChronicleFrame.NOTHING && !file.damage().isEmpty()) {
                return damaged(offset, 0, file.damage());
            }
            if (word == ChronicleFrame.NOTHING || word == ChronicleFrame.END_OF_FILE) {
                return Step.END;
            }
            final int length = ChronicleFrame.lengthBytes(word);
            if (!ChronicleFrame.isComplete(word)) {
                // Chronicle gives a frame its length when it finishes it.
                isUnfinished = length == 0;
                return damaged(offset + ChronicleFrame.WORD_BYTES, 0, "an unfinished frame");
            }
            if (!ChronicleFrame.isChroniclesOwn(word)) {
                return record(file, length);
            }
            final long contents = offset + ChronicleFrame.WORD_BYTES;
            if (file.load(contents, RecordFormat.HEADER_BYTES)
                    && RecordFormat.begins(file.buffer(), file.index(contents))) {
                return damaged(contents, 0, "a record whose frame says that it is none");
            }
            if (ChronicleFrame.next(offset, length) > file.sizeBytes()) {
                return Step.END;
            }
            offset = ChronicleFrame.next(offset, length);
        }
    }

    private Step record(final FileWindow file, final int length) {
        final long contents = offset + ChronicleFrame.WORD_BYTES;
        // Its size is asked of the file only where the window does not show it: a system call for each record
        // otherwise.
        if (!file.has(contents, length) && contents + length > file.sizeBytes()) {
            return Step.END;
        }
        if (length < RecordFormat.HEADER_BYTES || length > MAX_RECORD_BYTES) {
            return damaged(contents, 0, "a frame of " + length + " bytes");
        }
        if (!file.load(contents, RecordFormat.HEADER_BYTES)) {
            return Step.END;
        }
        final int inner = RecordFormat.lengthBytes(file.buffer(), file.index(contents));
        if (inner != length) {
            file.loadAnew(contents, RecordFormat.HEADER_BYTES);
            if (RecordFormat.lengthBytes(file.buffer(), file.index(contents)) != length) {
                return damaged(contents, length, "a record of " + inner + " bytes in a frame of " + length);
            }
        }
        if (!file.load(contents, length)) {
            return Step.END;
        }
        recordOffset = contents;
        recordBytes = length;
        offset = ChronicleFrame.next(offset, length);
        lastEnd = offset;
        return Step.RECORD;
    }

    private Step damaged(final long contents, final int length, final String what) {
        recordOffset = contents;
        recordBytes = length;
        problem = what;
        return Step.DAMAGED;
    }

    /** The word of the next frame; an empty place is looked at anew, for the writer may have filled it since. */
    private int word(final FileWindow file) {
        int word = file.load(offset, ChronicleFrame.WORD_BYTES) ? wordAt(file) : ChronicleFrame.NOTHING;
        if (word == ChronicleFrame.NOTHING && file.loadAnew(offset, ChronicleFrame.WORD_BYTES)) {
            word = wordAt(file);
        }
        return word;
    }

    private int wordAt(final FileWindow file) {
        return file.buffer().getInt(file.index(offset), ByteOrder.LITTLE_ENDIAN);
    }

    /** Moves on when a later segment has a frame of its own, and nothing was added here before that. */
    private boolean advance() {
        if (segment + 1 >= names.size()) {
            if (endsSeen % LIST_EVERY != 0 && !isEnded()) {
                return false;
            }
            relist();
        }
        for (int next = segment + 1; next < names.size(); next++) {
            if (hasRecord(next)) {
                final FileWindow file = segmentWindow();
                if (file != null && isRecordWord(word(file))) {
                    return true;
                }
                toSegment(next);
                return true;
            }
        }
        return false;
    }

    /** Whether the writer has said that this segment ends here. */
    private boolean isEnded() {
        return window != null
                && window.load(offset, ChronicleFrame.WORD_BYTES)
                && wordAt(window) == ChronicleFrame.END_OF_FILE;
    }

    private boolean isRecordWord(final int word) {
        return word != ChronicleFrame.NOTHING
                && word != ChronicleFrame.END_OF_FILE
                && window != null
                && ChronicleFrame.next(offset, ChronicleFrame.lengthBytes(word)) <= window.sizeBytes();
    }

    private void relist() {
        final String current = segment < names.size() ? names.get(segment) : "";
        names = SegmentNames.list(directory);
        final int at = names.indexOf(current);
        if (at >= 0) {
            segment = at;
        } else if (!current.isEmpty()) {
            // Removed on purpose while it was read: go on with what came after it.
            segment = (int) names.stream()
                            .filter(name -> name.compareTo(current) < 0)
                            .count()
                    - 1;
        }
    }

    /** Whether a segment has anything but Chronicle's own frames. */
    private boolean hasRecord(final int index) {
        try (FileWindow file = FileWindow.open(directory.resolve(names.get(index)))) {
            long at = 0;
            while (file.load(at, ChronicleFrame.WORD_BYTES)) {
                final int word = file.buffer().getInt(file.index(at), ByteOrder.LITTLE_ENDIAN);
                if (word == ChronicleFrame.NOTHING || word == ChronicleFrame.END_OF_FILE) {
                    return !file.damage().isEmpty();
                }
                if (!ChronicleFrame.isComplete(word) || !ChronicleFrame.isChroniclesOwn(word)) {
                    return true;
                }
                at = ChronicleFrame.next(at, ChronicleFrame.lengthBytes(word));
            }
            return !file.damage().isEmpty();
        } catch (final IOException e) {
            throw unreadable(index, e);
        }
    }

    private @Nullable FileWindow segmentWindow() {
        if (window == null) {
            if (names.isEmpty() && endsSeen % LIST_EVERY == 0) {
                names = SegmentNames.list(directory);
            }
            if (segment < 0 || segment >= names.size()) {
                return null;
            }
            try {
                window = FileWindow.open(directory.resolve(names.get(segment)));
            } catch (final IOException e) {
                throw unreadable(segment, e);
            }
        }
        return window;
    }

    private JournalException unreadable(final int index, final IOException e) {
        return new JournalException(
                Code.NOT_READABLE,
                -1,
                "journal file " + directory.resolve(names.get(index)) + ": cannot be read: " + e.getMessage(),
                e);
    }

    @Override
    public void reload() {
        if (window != null && recordOffset >= 0) {
            window.loadAnew(recordOffset, recordBytes);
        }
    }

    @Override
    public DirectBuffer buffer() {
        return current().buffer();
    }

    @Override
    public int offset() {
        return current().index(recordOffset);
    }

    private FileWindow current() {
        if (window == null || recordOffset < 0) {
            throw new IllegalStateException("the cursor stands on no record");
        }
        return window;
    }

    @Override
    public int lengthBytes() {
        return recordBytes;
    }

    @Override
    public RecordAddress end() {
        return new RecordAddress(Math.max(segment, 0), lastEnd);
    }

    @Override
    public String place() {
        return (window == null ? directory : window.file()) + " at byte " + (recordOffset >= 0 ? recordOffset : offset);
    }

    @Override
    public String problem() {
        return problem;
    }

    @Override
    public boolean looksUnwritten() {
        if (isUnfinished) {
            return true;
        }
        if (window == null || recordOffset < 0) {
            return true;
        }
        final long end = recordOffset + recordBytes;
        for (long at = recordOffset; at < end; ) {
            final long pageEnd = Math.min(end, (at / FileWindow.PAGE_BYTES + 1) * FileWindow.PAGE_BYTES);
            if (pageEnd - at >= LEAST_TORN_BYTES && window.isZero(Math.max(at, pageEnd - TORN_BYTES), pageEnd)) {
                return true;
            }
            at = pageEnd;
        }
        return false;
    }

    @Override
    public boolean holds(final Probe probe) {
        final FileWindow file = segmentWindow();
        if (file == null) {
            return false;
        }
        final long size = file.sizeBytes();
        for (long at = lastEnd; at + RecordFormat.HEADER_BYTES <= size; at += ChronicleFrame.WORD_BYTES) {
            if (file.load(at, RecordFormat.HEADER_BYTES) && RecordFormat.begins(file.buffer(), file.index(at))) {
                final int length = RecordFormat.lengthBytes(file.buffer(), file.index(at));
                if (length >= RecordFormat.HEADER_BYTES
                        && length <= Math.min(MAX_RECORD_BYTES, size - at)
                        && file.load(at, length)
                        && probe.matches(file.buffer(), file.index(at), length)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public @Nullable DirectBuffer keptEpoch() {
        return SegmentDirectory.keptEpoch(directory);
    }

    @Override
    public int segments() {
        return names.size();
    }

    @Override
    public void toSegment(final int index) {
        if (window != null) {
            window.close();
            window = null;
        }
        segment = index;
        offset = 0;
        lastEnd = 0;
        recordOffset = -1;
        problem = "";
        isUnfinished = false;
        endsSeen = 0;
    }

    @Override
    public void close() {
        if (window != null) {
            window.close();
            window = null;
        }
    }
}
