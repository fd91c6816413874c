package ringside.journal;

import java.nio.file.Path;

/** Marks read from the file at every question, without mapping it. */
final class MarksFileView implements MarksView {
    private static final int ATTEMPTS = 100;

    private final Path file;

    MarksFileView(final Path file) {
        this.file = file;
    }

    @Override
    public ServerId serverId() {
        return snapshot().serverId();
    }

    @Override
    public Mark appended() {
        return snapshot().appended();
    }

    @Override
    public Mark synced() {
        return snapshot().synced();
    }

    @Override
    public long retainedFrom() {
        return snapshot().retainedFrom();
    }

    /** A copy taken while the marks are being set may have caught both slots half-way: it is then taken again. */
    private Marks snapshot() {
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            try {
                return Marks.snapshot(file);
            } catch (final JournalException e) {
                if (e.code() != JournalException.Code.MARKS_LOST) {
                    throw e;
                }
            }
        }
        return Marks.snapshot(file);
    }
}
