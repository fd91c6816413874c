package ringside.fuzz;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Jazzer, in a process of its own, over one decoder or a group of them: it begins with the seeds and the corpus, watches which branches of the code an input
 * reaches, and keeps what reaches further. A finding is an exit status and a file with the input.
 */
final class Guided {
    /** One input may take so long; longer is a finding. */
    private static final int STUCK_SECONDS = 25;

    private static final int START_SECONDS = 180;
    private static final int MOST_TOLD_CHARS = 8_000;
    private static final int BRIEF_SECONDS = 30;

    /** Of the JVM that a test runs in: what the code needs opened. */
    private static final List<String> PASSED_ON = List.of("--add-", "--enable-native-access");

    /** Others are notes of what was slow, and programs that show a finding. */
    private static final Pattern FINDING = Pattern.compile("(crash|timeout|oom|leak)-[0-9a-f]+");

    private static final Pattern UNITS = Pattern.compile("stat::number_of_executed_units: *(\\d+)");
    private static final Pattern COVERED = Pattern.compile("cov: (\\d+)");

    private final List<Decoder> decoders;
    private final boolean isTogether;
    private final String arguments;
    private final Path folder;

    private Guided(final List<Decoder> decoders, final String arguments, final String name) {
        this.decoders = decoders;
        this.arguments = arguments;
        isTogether = !arguments.contains(" ");
        folder = Path.of("target/fuzz").resolve(name);
    }

    /** One decoder: most is found so, in the time that a process of its own takes. */
    static Guided alone(final String name) {
        final int group = Decoders.groupOf(name);
        return new Guided(
                Decoders.group(group).stream()
                        .filter(each -> each.name().equals(name))
                        .toList(),
                group + " " + name,
                name);
    }

    /** All of a group: the first byte of an input takes one. */
    static Guided together(final int group) {
        return new Guided(Decoders.group(group), String.valueOf(group), "group-" + group);
    }

    @Override
    public String toString() {
        return decoders.toString();
    }

    /** How far a run came. */
    record Result(int exitStatus, long inputs, long covered, String log, List<Path> findings) {
        /** What was found, with the inputs. */
        String told() throws IOException {
            final StringBuilder text = new StringBuilder();
            for (final Path file : findings) {
                final byte[] input = Files.readAllBytes(file);
                text.append(file)
                        .append(": ")
                        .append(HexFormat.of().formatHex(input, 0, Math.min(input.length, 2_000)))
                        .append('\n');
            }
            return text + "Keep it in " + Corpus.FOLDER
                    + ", under the decoder's name, and mend what it shows; of a group,"
                    + " the first byte says whose it is and is not kept.\n" + tail();
        }

        private String tail() {
            return log.substring(Math.max(0, log.length() - MOST_TOLD_CHARS));
        }
    }

    /** Runs for some seconds, from a seed that makes it draw the same. */
    Result run(final long seed, final long seconds) throws IOException, InterruptedException {
        // What grew in earlier builds would have a brief one come elsewhere than the same build on another machine.
        final Path grown = seconds <= BRIEF_SECONDS
                ? empty(folder.resolve("grown"))
                : Files.createDirectories(folder.resolve("grown"));
        final Path findings = empty(folder.resolve("findings"));
        final Path log = folder.resolve("log.txt");
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm(seconds));
        command.add("-Djava.io.tmpdir=" + empty(folder.resolve("tmp")).toAbsolutePath());
        command.addAll(List.of("-cp", classPath()));
        command.add("com.code_intelligence.jazzer.Jazzer");
        command.addAll(List.of(
                "--target_class=" + GuidedRun.class.getName(),
                "--target_args=" + arguments,
                "--instrumentation_includes=ringside.**:org.tomlj.**:com.google.flatbuffers.**",
                "--instrumentation_excludes=ringside.fuzz.**:ringside.arena.**:ringside.engine.math.**:"
                        + "ringside.layout.XxHash64",
                "--custom_hook_includes=ringside.**",
                "--reproducer_path=" + findings,
                "-artifact_prefix=" + findings + File.separator,
                "-seed=" + (seed & 0x7FFF_FFFF),
                "-max_total_time=" + seconds,
                "-timeout=" + STUCK_SECONDS,
                "-rss_limit_mb=4096",
                "-print_final_stats=1"));
        if (decoders.stream().anyMatch(each -> !each.words().isEmpty())) {
            command.add("-dict=" + dictionary());
        }
        command.add(grown.toString());
        command.add(seeds().toString());
        final Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(seconds + START_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError(this + ": did not end; see " + log.toAbsolutePath());
            }
        } finally {
            process.destroyForcibly();
        }
        return result(process.exitValue(), Files.readString(log, StandardCharsets.ISO_8859_1), findings);
    }

    private static Result result(final int exitStatus, final String log, final Path findings) throws IOException {
        final Matcher units = UNITS.matcher(log);
        long covered = 0;
        for (final Matcher each = COVERED.matcher(log); each.find(); ) {
            covered = Long.parseLong(each.group(1));
        }
        try (Stream<Path> files = Files.list(findings)) {
            return new Result(
                    exitStatus,
                    units.find() ? Long.parseLong(units.group(1)) : -1,
                    covered,
                    log,
                    files.filter(each -> FINDING.matcher(each.getFileName().toString())
                                    .matches())
                            .sorted()
                            .toList());
        }
    }

    private static List<String> jvm(final long seconds) {
        final List<String> options = new ArrayList<>();
        for (final String each : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (PASSED_ON.stream().anyMatch(each::startsWith)) {
                options.add(each);
            }
        }
        options.addAll(List.of(
                "-Xmx1g",
                "-Xss1m",
                "-XX:+UseSerialGC",
                "-XX:-OmitStackTraceInFastThrow",
                "-XX:+EnableDynamicAgentLoading",
                "-Djdk.attach.allowAttachSelf=true",
                "-Xshare:auto"));
        if (seconds <= BRIEF_SECONDS) {
            options.add("-XX:TieredStopAtLevel=1");
        }
        return options;
    }

    /** This process's, without JUnit: Jazzer would look for tests of its own there. */
    private static String classPath() {
        final String all = System.getProperty("java.class.path");
        return Arrays.stream(all.split(File.pathSeparator, -1))
                .filter(each -> !Path.of(each).getFileName().toString().startsWith("junit-"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** What the decoders take, and what was kept, as files. */
    private Path seeds() throws IOException {
        final Path seeds = empty(folder.resolve("seeds"));
        int number = 0;
        for (int i = 0; i < decoders.size(); i++) {
            final List<byte[]> inputs =
                    new ArrayList<>(Corpus.read(decoders.get(i)).values());
            inputs.addAll(decoders.get(i).good());
            for (final byte[] input : inputs) {
                final byte[] which = isTogether ? new byte[] {(byte) i} : new byte[0];
                final byte[] all = Arrays.copyOf(which, which.length + input.length);
                System.arraycopy(input, 0, all, which.length, input.length);
                Files.write(seeds.resolve(String.format(Locale.ROOT, "%04d", number++)), all);
            }
        }
        return seeds;
    }

    private Path dictionary() throws IOException {
        final List<String> lines = new ArrayList<>();
        for (final Decoder decoder : decoders) {
            for (final String word : decoder.words()) {
                final StringBuilder line = new StringBuilder("\"");
                for (final byte each : word.getBytes(StandardCharsets.UTF_8)) {
                    line.append(String.format(Locale.ROOT, "\\x%02X", each));
                }
                lines.add(line.append('"').toString());
            }
        }
        return Files.write(folder.resolve("words"), lines);
    }

    private static Path empty(final Path folder) throws IOException {
        Given.delete(folder);
        return Files.createDirectories(folder);
    }
}
