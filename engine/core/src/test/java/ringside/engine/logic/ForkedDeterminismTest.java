package ringside.engine.logic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ringside.engine.math.Angle;
import ringside.engine.math.Fixed;
import ringside.engine.output.AnswerKind;
import ringside.engine.support.RecordingOutput;
import ringside.engine.support.Seed;
import ringside.engine.support.TestEngine;
import ringside.layout.XxHash64;

/** Other virtual machines, as far as flags make them so, come to the same hash of everything that logic says. */
class ForkedDeterminismTest {
    /** Interpreted, another collector, hash codes, locale, time zone and encoding. */
    private static final String STRANGE = "-Xint -XX:+UseSerialGC -Xmx96m -XX:hashCode=2 -Duser.language=tr"
            + " -Duser.country=TR -Duser.timezone=Asia/Kathmandu -Dfile.encoding=UTF-16";

    @Test
    void a_strange_jvm_comes_to_the_same_hashes() throws Exception {
        final long seed = Seed.of("ForkedDeterminismTest");
        assertEquals(XxHash64.hex(play(seed, 500)), forked(STRANGE, javaHere(), seed, 500));
    }

    @Tag("deep")
    @ParameterizedTest
    @ValueSource(
            strings = {
                STRANGE,
                "-XX:+UseG1GC -Xmx512m -XX:hashCode=0",
                "-XX:+UseParallelGC -Xcomp -XX:hashCode=1",
                "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:hashCode=3",
                "-XX:+UseZGC -XX:-TieredCompilation -XX:hashCode=5",
                "-XX:-UseSuperWord -XX:+UseShenandoahGC",
                "-XX:+UnlockDiagnosticVMOptions -XX:-UseCompressedOops -XX:hashCode=4",
                "-XX:UseAVX=0 -XX:UseSSE=2 -Duser.language=ar -Duser.timezone=UTC",
                "-XX:+UseEpsilonGC -XX:+UnlockExperimentalVMOptions -Xmx2g"
            })
    void every_jvm_comes_to_the_same_hashes(final String flags) throws Exception {
        final long seed = Seed.of("ForkedDeterminismTest.deep");
        final String expected = XxHash64.hex(play(seed, 2_000));
        for (final Path java : javas()) {
            assertEquals(expected, forked(flags, java, seed, 2_000), java + " " + flags);
        }
    }

    private static Path javaHere() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /** The JVM of this test and those installed beside it. */
    private static List<Path> javas() throws IOException {
        final List<Path> javas = new ArrayList<>(List.of(javaHere()));
        final Path installed = Path.of("/usr/lib/jvm");
        if (Files.isDirectory(installed)) {
            try (var entries = Files.list(installed)) {
                entries.filter(entry -> !Files.isSymbolicLink(entry))
                        .map(entry -> entry.resolve("bin/java"))
                        .filter(java -> Files.isExecutable(java) && !java.equals(javaHere()))
                        .sorted()
                        .forEach(javas::add);
            }
        }
        return javas;
    }

    private static String forked(final String flags, final Path java, final long seed, final int events)
            throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.addAll(List.of("-XX:+IgnoreUnrecognizedVMOptions", "-XX:+UnlockExperimentalVMOptions"));
        command.addAll(List.of(flags.split(" ")));
        command.add("--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED");
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(ForkedDeterminismTest.class.getName(), Long.toString(seed), Integer.toString(events)));
        final Process process =
                new ProcessBuilder(command).redirectErrorStream(true).start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertTrue(process.waitFor(5, TimeUnit.MINUTES));
        assertEquals(0, process.exitValue(), output);
        return output.substring(output.lastIndexOf("hash ") + 5).strip();
    }

    public static void main(final String[] args) {
        System.out.write(
                ("hash " + XxHash64.hex(play(Long.parseLong(args[0]), Integer.parseInt(args[1]))) + "\n")
                        .getBytes(StandardCharsets.US_ASCII),
                0,
                22);
        System.out.flush();
    }

    /** The hash of all that logic said, and of what it holds at the end. */
    private static long play(final long seed, final int events) {
        final TestEngine engine = DeterminismTest.played(new SplittableRandom(seed), events);
        long hash = arithmetic(seed);
        for (final RecordingOutput.Hash each : engine.output.hashes) {
            hash = XxHash64.combine(XxHash64.combine(hash, each.match()), each.hash());
        }
        for (final RecordingOutput.Answer each : engine.output.answers) {
            hash = XxHash64.combine(XxHash64.combine(hash, each.position()), code(each.kind()) + each.detail());
        }
        for (final RecordingOutput.Failure each : engine.output.failures) {
            hash = XxHash64.combine(XxHash64.combine(hash, each.position()), each.frame());
        }
        return XxHash64.combine(hash, engine.memory.state().hash());
    }

    private static long code(final AnswerKind kind) {
        return (long) kind.code() << 32;
    }

    private static long arithmetic(final long seed) {
        final SplittableRandom random = new SplittableRandom(seed);
        long hash = 0;
        for (int i = 0; i < 2_000; i++) {
            final int x = random.nextInt() >> 2;
            final int y = random.nextInt() >> 2;
            hash = XxHash64.combine(hash, Angle.atan2(y, x));
            hash = XxHash64.combine(hash, Angle.sin(x) * 65_536L + Angle.cos(y));
            hash = XxHash64.combine(hash, Fixed.length(x, y));
            hash = XxHash64.combine(hash, Fixed.sqrtOfWhole(random.nextLong() >>> 1));
        }
        return hash;
    }
}
