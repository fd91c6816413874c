package ringside.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import ringside.replay.MatchSource;
import ringside.replay.file.MatchExport;
import ringside.replay.file.MatchFile;
import ringside.server.Games;

/** {@code PATH [--engine K] [--match M]}: one recorded match, in a data directory or a match file. */
final class RecordedMatch {
    @Mixin
    private RecordedPath path;

    @Option(names = "--match", paramLabel = "M", description = "Which match of a data directory.")
    private @Nullable Integer match;

    Path path() {
        return path.path();
    }

    /** The match, to be played. Says by name what is wrong with the path or the number. */
    MatchSource source() {
        return path.match(match);
    }

    /** The number that was asked for; null when none was. */
    @Nullable
    Integer number() {
        return match;
    }

    /** The engine's folder that it is recorded in, or null of a match file. */
    @Nullable
    Path engineFolder() {
        return match == null || path.isFile()
                ? null
                : path.engineOf(match).journal().getParent();
    }

    /** The match as a file: that of the path, or one that it is cut into, so that no other match is played with it. */
    MatchFile fileIn(final Path folder, final DoubleConsumer progress) throws IOException {
        final MatchSource source = source();
        if (source instanceof final MatchFile file) {
            return file;
        }
        final Path cut = folder.resolve("match-" + source.match() + MatchFile.SUFFIX);
        MatchExport.run(
                path.engineOf(source.match()), Games.load(), MatchExport.Wish.allOf(source.match()), cut, progress);
        return MatchFile.open(cut);
    }

    /** The words that name it to a verb in another process. */
    List<String> words() {
        final List<String> words = new ArrayList<>(path.words());
        if (match != null) {
            words.addAll(List.of("--match", match.toString()));
        }
        return words;
    }
}
