package ringside.cli;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A build that runs beside this one, as a process of its own: a jar with these verbs in it, and a game.
 *
 * @param name for people
 * @param start the words that start it, without a verb
 */
record OtherBuild(String name, List<String> start) {
    /** Two builds play beside each other: neither needs more than a core. */
    private static final String ONE_CORE = "-XX:+UseSerialGC";

    /** Copies the list. */
    OtherBuild {
        start = List.copyOf(start);
    }

    /** The build in a jar. */
    static OtherBuild of(final Path jar) {
        if (!Files.isRegularFile(jar)) {
            throw new UsageException(jar + ": is no file; give the jar of a build");
        }
        return new OtherBuild(jar.toString(), List.of(java(), ONE_CORE, "-jar", jar.toString()));
    }

    /** This build itself. */
    static OtherBuild itself() {
        final Path source;
        try {
            source = Path.of(OtherBuild.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (final URISyntaxException e) {
            throw new IllegalStateException("this build does not know where it is", e);
        }
        if (Files.isRegularFile(source)) {
            return new OtherBuild("this build", List.of(java(), ONE_CORE, "-jar", source.toString()));
        }
        final List<String> start = new ArrayList<>(List.of(java(), ONE_CORE));
        for (final String word : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (word.startsWith("--add-")) {
                start.add(word);
            }
        }
        start.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        return new OtherBuild("this build", start);
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Starts it with a verb; what it says on standard error goes into a file. */
    Process run(final List<String> verb, final File err) throws IOException {
        final List<String> words = new ArrayList<>(start);
        words.addAll(verb);
        return new ProcessBuilder(words).redirectError(err).start();
    }

    @Override
    public String toString() {
        return name;
    }
}
