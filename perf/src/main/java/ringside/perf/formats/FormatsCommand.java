package ringside.perf.formats;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import ringside.perf.ExitCode;
import ringside.perf.JsonOption;
import ringside.perf.Machine;
import ringside.perf.Medians;
import ringside.perf.UsageException;
import ringside.perf.claims.Claim;

/** {@code formats}. */
@Command(
        name = "formats",
        description = {
            "Writing and reading a message of 1 KB: Java serialization, JSON (Jackson), FlatBuffers, Ringside's records.",
            "",
            "The message is a match's frame with 25 fighters of ten numbers each, 1,004 bytes of content. Every format writes it"
                    + " from the same objects, and reads every number of it again; what was read is compared. FlatBuffers has its"
                    + " fastest form: structs, a builder that is used again, a reader in place. Rates are of content, alike for"
                    + " all, whatever a format makes of it; formats take turns, figures are medians.",
            "",
            "Reported elsewhere, JSON against FlatBuffers: writing 120 and 960 MB/s, reading 840 and 42 us."
        },
        footer = {"", "Example: ringside-perf formats --rounds 9"},
        mixinStandardHelpOptions = true)
public final class FormatsCommand implements Callable<Integer> {
    private static final double REPORTED_WRITE = 960.0 / 120;
    private static final double REPORTED_READ = 840.0 / 42;
    private static final long MS_NS = 1_000_000;

    @Option(names = "--rounds", defaultValue = "9", description = "Measured rounds of all (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--milliseconds",
            defaultValue = "300",
            description = "Of writing, and of reading, a format and round (${DEFAULT-VALUE}).")
    private int milliseconds;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() {
        if (rounds < 1 || milliseconds < 1) {
            throw new UsageException("--rounds and --milliseconds are 1 or more");
        }
        final FormatsRun run = new FormatsRun(milliseconds * MS_NS);
        final Map<Format, List<FormatsRun.Round>> done = new LinkedHashMap<>();
        FormatsRun.formats().forEach(format -> done.put(format, new ArrayList<>()));
        json.err().println("warming up");
        done.keySet().forEach(run::warmUp);
        // Compilers may be behind; a round of all that nobody counts leaves them time.
        done.keySet().forEach(run::round);
        for (int round = 1; round <= rounds; round++) {
            json.err().println("round " + round + " of " + rounds);
            done.forEach((format, its) -> its.add(run.round(format)));
        }
        final List<Claim> claims = claims(done);
        if (json.isOn()) {
            json.print(toJson(done, claims));
        } else {
            print(done, claims);
        }
        return ExitCode.OK;
    }

    private static double median(final List<FormatsRun.Round> rounds, final ToDoubleFunction<FormatsRun.Round> what) {
        return Medians.of(rounds.stream().mapToDouble(what).toArray());
    }

    /** Of content, which all formats carry alike. */
    private static double megabytesPerSecond(final double ns) {
        return StateMessage.CONTENT_BYTES * 1e3 / ns;
    }

    private static List<Claim> claims(final Map<Format, List<FormatsRun.Round>> done) {
        final Map<String, List<FormatsRun.Round>> byKey = new LinkedHashMap<>();
        done.forEach((format, its) -> byKey.put(format.key(), its));
        final List<Claim> claims = new ArrayList<>();
        for (final String peer : List.of("json", "flatBuffers", "java")) {
            final boolean isReported = peer.equals("json");
            final List<FormatsRun.Round> theirs = byKey.getOrDefault(peer, List.of());
            final List<FormatsRun.Round> ours = byKey.getOrDefault("ours", List.of());
            claims.add(Claim.ofMore(
                    "writing 1 KB, against " + peer,
                    isReported ? "120 and 960 MB/s, 8 x (FlatBuffers against JSON)" : "nothing",
                    isReported ? REPORTED_WRITE : 0,
                    megabytesPerSecond(median(theirs, FormatsRun.Round::writeNs)),
                    megabytesPerSecond(median(ours, FormatsRun.Round::writeNs)),
                    "MB/s"));
            claims.add(Claim.ofLess(
                    "reading 1 KB, against " + peer,
                    isReported ? "840 and 42 us, 20 x (FlatBuffers against JSON)" : "nothing",
                    isReported ? REPORTED_READ : 0,
                    median(theirs, FormatsRun.Round::readNs) / 1e3,
                    median(ours, FormatsRun.Round::readNs) / 1e3,
                    "us"));
        }
        return claims;
    }

    private ObjectNode toJson(final Map<Format, List<FormatsRun.Round>> done, final List<Claim> claims) {
        final ObjectNode root = JsonOption.object();
        root.put("contentBytes", StateMessage.CONTENT_BYTES);
        root.put("rounds", rounds);
        done.forEach((format, its) -> {
            final ObjectNode node = root.putObject(format.key());
            node.put("bytes", median(its, FormatsRun.Round::bytes));
            node.put("writeNs", median(its, FormatsRun.Round::writeNs));
            node.put("readNs", median(its, FormatsRun.Round::readNs));
            node.put("writeMBPerSecond", megabytesPerSecond(median(its, FormatsRun.Round::writeNs)));
            node.put("readMBPerSecond", megabytesPerSecond(median(its, FormatsRun.Round::readNs)));
            node.put("writeAllocatedBytes", median(its, FormatsRun.Round::writeBytesAllocated));
            node.put("readAllocatedBytes", median(its, FormatsRun.Round::readBytesAllocated));
        });
        Claim.putInto(root, claims);
        Machine.current().putInto(root);
        return root;
    }

    private void print(final Map<Format, List<FormatsRun.Round>> done, final List<Claim> claims) {
        json.out()
                .printf(
                        "%-20s %8s %12s %12s %12s %12s %12s%n",
                        "", "bytes", "write ns", "read ns", "write MB/s", "read MB/s", "garbage");
        done.forEach((format, its) -> json.out()
                .printf(
                        Locale.ROOT,
                        "%-20s %8.0f %12.0f %12.0f %12.0f %12.0f %12.0f%n",
                        format.title(),
                        median(its, FormatsRun.Round::bytes),
                        median(its, FormatsRun.Round::writeNs),
                        median(its, FormatsRun.Round::readNs),
                        megabytesPerSecond(median(its, FormatsRun.Round::writeNs)),
                        megabytesPerSecond(median(its, FormatsRun.Round::readNs)),
                        median(its, FormatsRun.Round::writeBytesAllocated)
                                + median(its, FormatsRun.Round::readBytesAllocated)));
        Claim.print(json.out(), claims);
        json.out().println(Machine.current());
    }
}
