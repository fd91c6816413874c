package ringside.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import ringside.replay.file.MatchExport;
import ringside.replay.file.MatchFile;
import ringside.replay.file.MatchFileHeader;
import ringside.server.Games;

/** {@code replay export DIR --match M}. */
@Command(
        name = "export",
        description = {
            "Cuts one match, or a clip of it, out of a data directory into a file of its own.",
            "The file stands for itself: layout, rules, events, every recorded hash, starts to seek from. Every replay verb"
                    + " takes it in the place of a directory. It holds no connect tokens.",
            "The directory may be one that a server is writing to."
        },
        footer = {
            "",
            "Examples:",
            "  ringside replay export data --match 7                   all of it, into match-7.match",
            "  ringside replay export data --match 7 --from 3000 --to 3600 -o bug.match --note 'shot through a wall'"
        },
        mixinStandardHelpOptions = true)
final class ReplayExportCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIR", description = "A data directory.")
    private Path dir;

    @Option(names = "--engine", paramLabel = "K", description = "Only this engine of it.")
    private @Nullable Integer engine;

    @Option(names = "--match", paramLabel = "M", required = true, description = "Which match.")
    private int match;

    @Option(
            names = "--from",
            paramLabel = "FRAME",
            defaultValue = "0",
            description = "The first frame (${DEFAULT-VALUE}: from its creation on).")
    private int from;

    @Option(names = "--to", paramLabel = "FRAME", description = "The last frame (default: all that there are).")
    private @Nullable Integer to;

    @Option(
            names = "--frame",
            paramLabel = "F",
            description = "The frame that it is about: where the page opens (the first bookmark in it).")
    private @Nullable Integer frame;

    @Mixin
    private WrittenMatch written;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() throws IOException {
        if (from < 0 || (to != null && to < from)) {
            throw new UsageException("--from " + from + (to == null ? "" : " --to " + to) + ": no frames lie there");
        }
        final Path file = written.fileOr(usualFile());
        final int end = to == null ? Integer.MAX_VALUE : to;
        if (frame != null && (frame < from || frame > end)) {
            throw new UsageException("--frame " + frame + ": is none of the frames that are exported");
        }
        final MatchExport.Wish wish = new MatchExport.Wish(
                match, from, end, frame == null ? MatchFileHeader.NOWHERE : frame, written.notes());
        final MatchFileHeader header = json.watched(
                "exporting",
                progress ->
                        MatchExport.run(RecordedPath.engineOf(dir, engine, match), Games.load(), wish, file, progress));
        tell(file, header);
        return ExitCode.OK;
    }

    private Path usualFile() {
        final String clip = from == 0 && to == null ? "" : "-" + from + "-" + (to == null ? "end" : to);
        return Path.of("match-" + match + clip + MatchFile.SUFFIX);
    }

    private void tell(final Path file, final MatchFileHeader header) throws IOException {
        final long bytes = Files.size(file);
        if (json.isOn()) {
            final ObjectNode result = JsonOption.object();
            result.put("file", file.toString());
            result.put("fileHash", MatchFile.open(file).hashHex());
            result.put("match", header.match());
            result.put("game", header.game());
            result.put("firstFrame", header.firstFrame());
            result.put("lastFrame", header.lastFrame());
            result.put("framesHashed", header.framesHashed());
            result.put("events", header.events());
            result.put("isOver", header.isOver());
            result.put("bytes", bytes);
            json.print(result);
            return;
        }
        json.out()
                .printf(
                        Locale.ROOT,
                        "%s: match %d of %s, frames %,d to %,d (%.1f s), %,d events, %,d bytes%n"
                                + "  replay verify %s%n",
                        file,
                        header.match(),
                        header.game(),
                        header.firstFrame(),
                        header.lastFrame(),
                        header.simulatedNs() / 1e9,
                        header.events(),
                        bytes,
                        file);
    }
}
