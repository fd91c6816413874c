package ringside.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import ringside.io.viewlog.ViewLogReader;
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
                    + " match, frame and player: who has the file opens it with --link; PATH may be a folder of files then.",
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

    @Mixin
    private RecordedMatch recorded;

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
        final StopSignal stop = StopSignal.install();
        try (OwnFolder folder = OwnFolder.named("ringside-replay")) {
            serve(file(wanted, folder.path()), wanted, stop);
        } finally {
            stop.done();
        }
        return ExitCode.OK;
    }

    private MatchFile file(final @Nullable ReplayLink wanted, final Path folder) throws IOException {
        if (wanted != null) {
            final MatchFile file = wanted.find(recorded.path());
            final Integer match = recorded.number();
            if (match != null && match != file.match()) {
                throw new UsageException("--match " + match + ": the link is about match " + file.match());
            }
            return file;
        }
        return json.watched("exporting", progress -> recorded.fileIn(folder, progress));
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
        final Path engineFolder = link == null ? recorded.engineFolder() : null;
        if (engineFolder == null) {
            return Acknowledged.UNKNOWN;
        }
        final ViewLogReader log = new ViewLogReader(engineFolder.resolve(ViewLogging.FOLDER));
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
}
