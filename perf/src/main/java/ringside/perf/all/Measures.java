package ringside.perf.all;

import java.util.List;
import java.util.Set;

/**
 * Every measure that {@code all} runs, in its order: first what is quick to tell, last what takes long. A new verb is registered
 * here. One whose verb this build does not have is left out.
 */
final class Measures {
    private static final double MS = 1e6;

    private Measures() {}

    static List<Measure> all() {
        return List.of(
                pipeline(),
                instruments(),
                journal(),
                frame(),
                views(),
                replay(),
                checkpoint(),
                formats(),
                requests(),
                garbage(),
                net(),
                connections(),
                observe(),
                takeover(),
                shipping(),
                catchup(),
                scale(),
                pauses());
    }

    /** Those whose verbs there are. */
    static List<Measure> known(final Set<String> verbs) {
        return all().stream().filter(each -> verbs.contains(each.verb())).toList();
    }

    private static Figure figure(final String label, final String pointer, final String unit) {
        return Figure.of(label, pointer, unit);
    }

    private static Measure pipeline() {
        return Measure.of(
                        "pipeline",
                        "Ring, journal, logic",
                        "What one engine takes in a second with every event journalled, checksummed and chained, against a bare"
                                + " Chronicle appender and against a bounded queue of 1,024.",
                        "pipeline")
                .taking(90, 20, "--events", "400000", "--rounds", "1")
                .showing(
                        figure("events journalled and applied", "/eventsPerSecond", "a second")
                                .atLeast(10e6),
                        figure("against a bare Chronicle queue", "/ratioToBaseline", "x")
                                .atLeast(0.9),
                        figure("ring against ArrayBlockingQueue", "/ratioRingToQueue", "x")
                                .atLeast(2.5),
                        figure("in the journal, for each event of 48", "/journalBytesPerEvent", "bytes"))
                .drawing(
                        new Chart(
                                "Events a second, kept in a file",
                                List.of(
                                        figure("Ringside", "/eventsPerSecond", "a second"),
                                        figure("bare Chronicle", "/baselineEventsPerSecond", "a second"),
                                        figure("bare, whole claims", "/bulkBaselineEventsPerSecond", "a second"))),
                        new Chart(
                                "Events a second, handed over only",
                                List.of(
                                        figure("ring, claims of 16", "/ringOnlyEventsPerSecond", "a second"),
                                        figure("ring, single claims", "/singleClaimEventsPerSecond", "a second"),
                                        figure("queue of 1,024", "/queueOnlyEventsPerSecond", "a second"))));
    }

    private static Measure journal() {
        return Measure.of(
                        "journal",
                        "The journal's levels",
                        "What safety costs: rates and the time from append to safe at each level, and the speed of verifying.",
                        "journal")
                .taking(90, 25, "--events", "400000", "--rounds", "1", "--seconds", "2")
                .showing(
                        figure("mapped", "/mapped/eventsPerSecond", "a second"),
                        figure("mapped, against a bare Chronicle queue", "/mapped/ratioToBaseline", "x")
                                .atLeast(0.9),
                        figure("synced", "/synced/eventsPerSecond", "a second").atLeast(1e6),
                        figure("append to safe, mapped, p99", "/mapped/appendToSafe/p99Ns", "ns"),
                        figure("append to safe, synced, p99", "/synced/appendToSafe/p99Ns", "ns"),
                        figure("verified", "/verifyMBPerSecond", "MB/s").atLeast(1_000));
    }

    private static Measure frame() {
        return Measure.of(
                        "frame",
                        "One frame of a match",
                        "What a frame of an arena match of ten costs on one thread, part by part.",
                        "frame")
                .taking(60, 30, "--batches", "20")
                .withFlags("-Xmx2g")
                .showing(
                        figure("behaviour trees", "/treeTicksPerSecond", "a second"),
                        figure("allocated by trees", "/treeAllocatedBytes", "bytes")
                                .atMost(0));
    }

    private static Measure views() {
        return Measure.of(
                        "views",
                        "Views",
                        "Bytes and time of a view; every view is decoded and compared with the truth.",
                        "views")
                .taking(60, 20, "--frames", "400", "--rounds", "1")
                .showing(
                        figure("a view, nothing hidden", "/bytesPerView", "bytes")
                                .atMost(60),
                        figure("a view with fog", "/foggedBytesPerView", "bytes"),
                        figure("making one", "/nsPerView", "ns"),
                        figure("making one with fog", "/foggedNsPerView", "ns").atMost(400),
                        figure("a moved cube, baseline 6 frames old", "/cubes/age6/bitsPerMovedCube", "bits"));
    }

    private static Measure replay() {
        return Measure.of(
                        "replay",
                        "Replay",
                        "How fast a recorded match is played again on one core, every hash compared.",
                        "replay")
                .taking(60, 20, "--minutes", "2", "--rounds", "1")
                .showing(
                        figure("from its file, times real time", "/timesRealTime", "x"),
                        figure("from the journal, times real time", "/journalTimesRealTime", "x"),
                        figure("many matches, one thread a core over one thread", "/many/ratioToOneThread", "x"),
                        figure("an hour of a match", "/bytesPerHour", "bytes"));
    }

    private static Measure checkpoint() {
        return Measure.of(
                        "checkpoint",
                        "Checkpoints",
                        "How long logic is held while the memory of 20,000 players is copied.",
                        "checkpoint",
                        "--dir",
                        System.getProperty("java.io.tmpdir", "."))
                .taking(90, 30, "--players", "2000", "--checkpoints", "5")
                .withFlags("-Xmx3g")
                .showing(
                        figure("logic is held, median", "/hold/p50Ns", "ns"),
                        figure("logic is held, at most", "/hold/maxNs", "ns"),
                        figure("a checkpoint", "/bytes", "bytes"));
    }

    private static Measure formats() {
        return Measure.of(
                        "formats",
                        "A message of 1 KB in four formats",
                        "Writing and reading the same message: Java serialization, JSON, FlatBuffers, Ringside's records.",
                        "formats")
                .taking(60, 15, "--rounds", "1", "--milliseconds", "100")
                .drawing(
                        new Chart("Written", formatsOf("writeMBPerSecond", "MB/s")),
                        new Chart("Read", formatsOf("readMBPerSecond", "MB/s")));
    }

    private static List<Figure> formatsOf(final String key, final String unit) {
        return List.of(
                figure("Ringside", "/ours/" + key, unit),
                figure("FlatBuffers", "/flatBuffers/" + key, unit),
                figure("JSON (Jackson)", "/json/" + key, unit),
                figure("Java serialization", "/java/" + key, unit));
    }

    private static Measure requests() {
        return Measure.of(
                        "requests",
                        "Requests of 1 KB",
                        "How many messages of 1 KB the edge takes, against bare Netty and plain blocking sockets.",
                        "requests")
                .taking(330, 60, "--rounds", "1", "--seconds", "2", "--warmup", "2", "--connections", "100")
                .showing(
                        figure("the edge", "/ringside/perSecond", "a second"),
                        figure("CPU of the edge for each", "/ringside/cpuNsPerRequest", "ns"),
                        figure("CPU, blocking sockets against the edge", "/cpuRatioToBlocking", "x"),
                        figure("bare Netty against blocking, each answered", "/eachAnsweredRatio", "x"))
                .drawing(
                        new Chart(
                                "Requests a second",
                                List.of(
                                        figure("Ringside", "/ringside/perSecond", "a second"),
                                        figure("bare Netty", "/bare/perSecond", "a second"),
                                        figure("blocking sockets", "/blocking/perSecond", "a second"))),
                        new Chart(
                                "CPU of the server for each",
                                List.of(
                                        figure("Ringside", "/ringside/cpuNsPerRequest", "ns"),
                                        figure("bare Netty", "/bare/cpuNsPerRequest", "ns"),
                                        figure("blocking sockets", "/blocking/cpuNsPerRequest", "ns"))));
    }

    private static Measure garbage() {
        return Measure.of(
                        "garbage",
                        "Garbage",
                        "Bytes allocated per state update and the collector's pauses: fresh objects, pools, flat tables.",
                        "garbage")
                .taking(320, 25, "--rounds", "1", "--seconds", "4", "--warmup", "2", "--matches", "500")
                .showing(
                        figure("allocated for a state update", "/ours/bytesPerUpdate", "bytes"),
                        figure("frames begun late", "/ours/lateFrames", ""))
                .drawing(
                        new Chart("Allocated for a state update", worldsOf("bytesPerUpdate", "bytes")),
                        new Chart("Longest pause of the collector", worldsOf("pauseMaxNs", "ns")),
                        new Chart("CPU of an update", worldsOf("cpuNsPerUpdate", "ns")));
    }

    private static List<Figure> worldsOf(final String key, final String unit) {
        return List.of(
                figure("Ringside", "/ours/" + key, unit),
                figure("pooled objects", "/pooled/" + key, unit),
                figure("fresh objects", "/fresh/" + key, unit));
    }

    private static Measure net() {
        return Measure.of(
                        "net",
                        "Real sockets",
                        "What the whole server costs for each client and frame, against a bare Netty server that moves the same"
                                + " bytes.",
                        "net",
                        "--clients",
                        "1000",
                        "--rounds",
                        "5")
                .taking(300, 25, "--clients", "40", "--rounds", "1", "--seconds", "3", "--warmup", "3")
                .showing(
                        figure("CPU for each client and frame", "/cpuNsPerClientFrame", "ns"),
                        figure("against bare Netty", "/ratio", "x").atMost(1.3),
                        figure("input to view, p50", "/inputToView/p50Ns", "ns"),
                        figure("input to view, p99", "/inputToView/p99Ns", "ns"),
                        figure("skipped frames", "/skippedFrames", "").atMost(0),
                        figure("errors", "/errors", "").atMost(0))
                .drawing(new Chart(
                        "CPU for each client and frame",
                        List.of(
                                figure("Ringside", "/cpuNsPerClientFrame", "ns"),
                                figure("bare Netty", "/floorCpuNsPerClientFrame", "ns"))));
    }

    private static Measure connections() {
        return Measure.of(
                        "connections",
                        "200 and 800 connections",
                        "Input to view against a server with a thread a connection and a channel of 1,024.",
                        "connections")
                .taking(500, 60, "--connections", "20", "--rounds", "1", "--seconds", "3", "--warmup", "3")
                .drawing(
                        new Chart("Average above the wait for the frame", connectionsOf("averageMs")),
                        new Chart("99th percentile above the wait", connectionsOf("p99Ms")));
    }

    /** The measure has them in the order of its option. */
    private static List<Figure> connectionsOf(final String key) {
        return List.of(
                figure("Ringside, fewer connections", "/measured/0/ours/" + key, "ms"),
                figure("channel, fewer", "/measured/0/peer/" + key, "ms"),
                figure("Ringside, more", "/measured/1/ours/" + key, "ms"),
                figure("channel, more", "/measured/1/peer/" + key, "ms"));
    }

    private static Measure observe() {
        return Measure.of(
                        "observe",
                        "An outside observer",
                        "Whether bots tell the truth: clients of plain sockets with a clock of their own see what bots report.",
                        "observe")
                .taking(200, 40, "--runs", "1", "--seconds", "4", "--warmup", "4", "--clients", "40")
                .showing(
                        Figure.holds("bots and observer agree", "/agrees"),
                        figure("p50 of bots against the observer's", "/p50Ratio", "x"),
                        figure("p99 of bots against the observer's", "/p99Ratio", "x"));
    }

    private static Measure takeover() {
        return Measure.of(
                        "takeover",
                        "Takeover",
                        "How long players see nothing when the primary is killed, and whether anything acknowledged is lost.",
                        "takeover",
                        "--fault",
                        "kill",
                        "--takeovers",
                        "10")
                .taking(240, 60, "--takeovers", "1", "--players", "20")
                .showing(
                        figure("gap, p50", "/gap/p50Ns", "ns"),
                        figure("gap, at most", "/gap/maxNs", "ns"),
                        figure("acknowledged inputs lost", "/lost", "").atMost(0),
                        Figure.holds("journals hold what was shown", "/ok"));
    }

    private static Measure shipping() {
        return Measure.of(
                        "shipping",
                        "Shipping",
                        "What it costs a primary that a standby follows it, against the same primary alone.",
                        "shipping")
                .taking(120, 20, "--rounds", "1", "--seconds", "2", "--rate", "200000")
                .showing(
                        figure("CPU of an event while followed", "/cpuNsPerEvent", "ns"),
                        figure("against nobody following", "/ratioToBaseline", "x")
                                .atMost(1.15),
                        figure("events a second while followed", "/eventsPerSecond", "a second"))
                .drawing(new Chart(
                        "CPU of an event",
                        List.of(
                                figure("followed", "/cpuNsPerEvent", "ns"),
                                figure("alone", "/baselineCpuNsPerEvent", "ns"))));
    }

    private static Measure catchup() {
        return Measure.of(
                        "catchup",
                        "Catching up",
                        "How fast a standby gets to where the primary is after it was away, every hash compared.",
                        "catchup")
                .taking(330, 70, "--players", "20", "--away", "5", "--rounds", "1")
                .showing(figure("times real time", "/timesRealTime", "x").atLeast(5));
    }

    private static Measure instruments() {
        return Measure.of(
                        "instruments",
                        "The engine's own instruments",
                        "What recording every stage's latency costs: rounds with all instruments on, and with none, in turn.",
                        "pipeline",
                        "--instruments")
                .taking(60, 15, "--events", "400000", "--rounds", "1")
                .showing(figure("rate with instruments, of that without", "/ratioOnToOff", "x")
                        .atLeast(0.97))
                .drawing(new Chart(
                        "Events a second",
                        List.of(
                                figure("instruments on", "/instrumentsOnEventsPerSecond", "a second"),
                                figure("off", "/instrumentsOffEventsPerSecond", "a second"))));
    }

    private static Measure scale() {
        return Measure.of(
                        "scale",
                        "20,000 players on one engine",
                        "Whether one engine holds 20,000 players at 60 Hz with every view made and every frame hashed.",
                        "scale",
                        "--players",
                        "20000",
                        "--seconds",
                        "60")
                .taking(100, 25, "--players", "500", "--seconds", "3", "--warmup", "2")
                .showing(
                        figure("skipped frames", "/skippedFrames", "").atMost(0),
                        figure("skipped views", "/skippedViews", "").atMost(0),
                        figure("frame, p99.9", "/frame/p999Ns", "ns").atMost(12 * MS),
                        figure("views, p99.9", "/views/p999Ns", "ns").atMost(16.6 * MS),
                        figure("allocated by logic", "/logicAllocatedBytes", "bytes")
                                .atMost(0),
                        figure("logic, a match and frame", "/logicNsPerMatchFrame", "ns"),
                        figure("a view", "/nsPerView", "ns"));
    }

    private static Measure pauses() {
        return Measure.of(
                        "pauses",
                        "Pauses in ten minutes",
                        "That no collector holds the threads for more than a millisecond: 2,000 players with generational ZGC.",
                        "scale",
                        "--players",
                        "2000",
                        "--seconds",
                        "600",
                        "--recommended")
                .taking(620, 20, "--players", "200", "--seconds", "3", "--warmup", "2")
                .showing(
                        figure("longest pause of the collector", "/gcPauses/maxNs", "ns")
                                .atMost(MS),
                        figure("pauses of the collector", "/gcPauses/count", ""),
                        figure("allocated by logic", "/logicAllocatedBytes", "bytes")
                                .atMost(0),
                        figure("skipped frames", "/skippedFrames", "").atMost(0),
                        figure("frame, p99.9", "/frame/p999Ns", "ns"));
    }
}
