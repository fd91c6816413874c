package ringside.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a verb writes a match file, and what is said in it. */
final class WrittenMatch {
    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "Where to (a name after the match and its frames, here).")
    private @Nullable Path out;

    @Option(names = "--note", paramLabel = "TEXT", description = "What to say in the file; may be given several times.")
    private List<String> notes = List.of();

    @Option(names = "--force", description = "Write over a file that is there.")
    private boolean force;

    /** The file that was asked for, or the usual one. Throws {@link UsageException} when it must not be written over. */
    Path fileOr(final Path usual) {
        final Path file = out == null ? usual : out;
        if (!force && Files.exists(file)) {
            throw new UsageException(file + ": is there already; take another name with -o, or --force");
        }
        return file;
    }

    List<String> notes() {
        return notes;
    }
}
