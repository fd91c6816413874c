package ringside.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import ringside.io.viewlog.ViewLogReader;
import ringside.replay.EngineRecording;
import ringside.replay.file.MatchExport;
import ringside.replay.file.MatchFile;
import ringside.replay.file.MatchFileHeader;
import ringside.replay.page.Acknowledged;
import ringside.replay.page.ReplayPage;
import ringside.server.Games;
import ringside.server.ViewLogging;

/** {@code replay open PATH}: a recorded match in a browser. */
@Command(
        name = "open",
        description = {
            "Shows a recorded match in a browser: a timeline with marks, the state by name, the inputs of each player, and as any"
                    + " of them may have seen it. Every hash is verified meanwhile.",
            "Prints the page's address and serves it on this machine until Ctrl-C. A link that the page copies names file,"
                    + " match, frame and player: who has the file opens it with --link, from a folder of files too.",
            "Of a data directory the match is exported first, into a file that goes with the process."
        },
        footer = {
            "",
            "Examples:",
            "  ringside replay open bug.match --frame 3412 --player 3",
            "  ringside replay open data --match 7",
            "  ringside replay open recordings --link '#file=9c1f…&match=7&frame=3412'"
        },
        mixinStandardHelpOptions = true)
final class ReplayOpenCommand implements Callable<Integer> {
    private static final int MOST_PORT = 65_535;
    private static final long LOOK_MS = 50;

    @Parameters(
            index = "0",
            paramLabel = "PATH",
            description = "A file that `replay export` wrote, a data directory, or with --link a folder of such files.")
    private Path path;

    @Option(names = "--engine", paramLabel = "K", description = "Only this engine of a data directory.")
    private @Nullable Integer engine;

    @Option(names = "--match", paramLabel = "M", description = "Which match of a data directory.")
    private @Nullable Integer match;

    @Option(
            names = "--frame",
            paramLabel = "F",
            description = "Where to begin (the frame that the file is about, or the first).")
    private @Nullable Integer frame;

    @Option(
            names = "--player",
            paramLabel = "P",
            defaultValue = "0",
            description = "Through whose eyes (${DEFAULT-VALUE}: everything).")
    private int player;

    @Option(names = "--link", paramLabel = "LINK", description = "A link that the page copied, or its part behind #.")
    private @Nullable String link;

    @Option(names = "--port", paramLabel = "N", defaultValue = "0", description = "Which port (${DEFAULT-VALUE}: any).")
    private int port;

    @Option(names = "--browser", description = "Open the page in the browser of this desktop.")
    private boolean browser;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (port < 0 || port > MOST_PORT) {
            throw new UsageException("--port " + port + ": 0 to " + MOST_PORT + " are possible");
        }
        final ReplayLink wanted = link == null ? null : ReplayLink.parse(link);
        final Path folder = Files.createTempDirectory("ringside-replay");
        final StopSignal stop = StopSignal.install();
        try {
            serve(file(wanted, folder), wanted, stop);
        } finally {
            delete(folder);
            stop.done();
        }
        return ExitCode.OK;
    }

    private MatchFile file(final @Nullable ReplayLink wanted, final Path folder) throws IOException {
        if (wanted != null) {
            final MatchFile file = wanted.find(path);
            if (match != null && match != file.match()) {
                throw new UsageException("--match " + match + ": the link is about match " + file.match());
            }
            return file;
        }
        if (!Files.isDirectory(path) && Files.exists(path)) {
            final MatchFile file = MatchFile.open(path);
            if (match != null && match != file.match()) {
                throw new UsageException("--match " + match + ": " + path + " holds match " + file.match());
            }
            return file;
        }
        if (match == null) {
            throw new UsageException(path + ": a data directory holds many matches; say which with --match");
        }
        final Path exported = folder.resolve("match-" + match + MatchFile.SUFFIX);
        final int number = match;
        json.watched(
                "exporting",
                progress -> MatchExport.run(
                        RecordedPath.engineOf(path, engine, number),
                        Games.load(),
                        number,
                        0,
                        Integer.MAX_VALUE,
                        List.of(),
                        exported,
                        progress));
        return MatchFile.open(exported);
    }

    private void serve(final MatchFile file, final @Nullable ReplayLink wanted, final StopSignal stop)
            throws IOException, InterruptedException {
        final MatchFileHeader header = file.header();
        final int first =
                frame != null ? frame : wanted != null ? wanted.frame(header.openingFrame()) : header.openingFrame();
        if (first < header.firstFrame() || first > header.lastFrame()) {
            throw new UsageException("--frame " + first + ": the recording holds frames " + header.firstFrame() + " to "
                    + header.lastFrame());
        }
        final int eyes = player != 0 || wanted == null ? player : wanted.player();
        try (ReplayPage page = listen(file)) {
            final String address = page.link(first, eyes);
            tell(file, address);
            if (browser) {
                DesktopBrowser.open(address, json.err());
            }
            while (!stop.isGiven()) {
                Thread.sleep(LOOK_MS);
            }
        }
    }

    /** What was acknowledged is in the log of views of a data directory, where there is one. */
    private Acknowledged acknowledged(final int number) {
        if (link != null || !EngineRecording.isIn(path)) {
            return Acknowledged.UNKNOWN;
        }
        final ViewLogReader log = new ViewLogReader(
                RecordedPath.engineOf(path, engine, number).journal().resolveSibling(ViewLogging.FOLDER));
        return log.isEmpty() ? Acknowledged.UNKNOWN : log.acknowledgedIn(number)::before;
    }

    private ReplayPage listen(final MatchFile file) throws IOException {
        try {
            return ReplayPage.start(file, Games::load, acknowledged(file.match()), port);
        } catch (final BindException e) {
            throw new UsageException(
                    "--port " + port + ": is taken on this machine; leave it out for any that is free");
        }
    }

    private void tell(final MatchFile file, final String address) {
        final MatchFileHeader header = file.header();
        if (json.isOn()) {
            final ObjectNode result = JsonOption.object();
            result.put("url", address);
            result.put("fileHash", file.hashHex());
            result.put("match", header.match());
            result.put("game", header.game());
            result.put("firstFrame", header.firstFrame());
            result.put("lastFrame", header.lastFrame());
            json.print(result);
        } else {
            json.out()
                    .printf(
                            Locale.ROOT,
                            "match %d of %s, frames %,d to %,d (%.1f s), file %s%n" + "open %s%n" + "until Ctrl-C%n",
                            header.match(),
                            header.game(),
                            header.firstFrame(),
                            header.lastFrame(),
                            header.simulatedNs() / 1e9,
                            file.hashHex(),
                            address);
        }
        json.out().flush();
    }

    private static void delete(final Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (final Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }
}
