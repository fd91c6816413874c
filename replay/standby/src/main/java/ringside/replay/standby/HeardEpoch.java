package ringside.replay.standby;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import ringside.journal.FolderSync;
import ringside.journal.JournalException;
import ringside.layout.XxHash64;
import ringside.replay.EngineRecording;

/**
 * The highest epoch that an engine ever heard of beside its own journal, kept in its folder in the file {@code heard}: a number and
 * the digits of a writer. Whoever has heard of a reign refuses every lower one, across restarts. Stateless.
 */
public final class HeardEpoch {
    private static final String NAME = "heard";
    private static final Pattern TEXT = Pattern.compile("(\\d{1,10}) ([0-9a-f]{16})\\s*");

    private HeardEpoch() {}

    private static Path file(final EngineRecording recording) {
        return recording.journal().resolveSibling(NAME);
    }

    /** {@link Epoch#NONE} where nothing was heard. */
    public static Epoch of(final EngineRecording recording) {
        final Path file = file(recording);
        try {
            if (!Files.exists(file)) {
                return Epoch.NONE;
            }
            final Matcher text = TEXT.matcher(Files.readString(file));
            if (!text.matches()) {
                throw new JournalException(
                        JournalException.Code.FORMAT, file + ": says no epoch; remove it if nobody else reigns");
            }
            return new Epoch(Integer.parseInt(text.group(1)), Long.parseUnsignedLong(text.group(2), 16));
        } catch (final IOException | NumberFormatException e) {
            throw new JournalException(JournalException.Code.NOT_READABLE, -1, file + ": cannot be read: " + e, e);
        }
    }

    /** Keeps it, if it is higher than what was heard before. On return it survives the loss of power. */
    public static void keep(final EngineRecording recording, final Epoch epoch) {
        if (epoch.number() <= of(recording).number()) {
            return;
        }
        final Path file = file(recording);
        final Path fresh = file.resolveSibling(NAME + ".tmp");
        final Path folder = Objects.requireNonNull(file.getParent());
        try {
            FolderSync.make(folder, 2);
            Files.writeString(fresh, epoch.number() + " " + XxHash64.hex(epoch.writerId()) + "\n");
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            FolderSync.force(folder);
        } catch (final IOException e) {
            throw new JournalException(JournalException.Code.NOT_WRITABLE, -1, file + ": cannot be written: " + e, e);
        }
    }
}
