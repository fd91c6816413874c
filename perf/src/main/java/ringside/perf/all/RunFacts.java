package ringside.perf.all;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import ringside.perf.Machine;
import ringside.server.Build;

/**
 * What a folder of results was measured with. Figures without it say nothing.
 *
 * @param commit of the sources in the current directory, with a plus sign where they were changed; {@code unknown} without git
 * @param build of this jar
 */
record RunFacts(String started, String commit, String build, Machine machine, boolean quick) {
    private static final int GIT_SECONDS = 10;
    private static final String UNKNOWN = "unknown";

    static RunFacts now(final boolean quick) {
        return new RunFacts(
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                readCommit(),
                Build.version(),
                Machine.current(),
                quick);
    }

    private static String readCommit() {
        final String commit = git("rev-parse", "HEAD");
        return commit.isEmpty()
                ? UNKNOWN
                : commit + (git("status", "--porcelain", "--untracked-files=no").isEmpty() ? "" : "+");
    }

    private static String git(final String... words) {
        final List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(words));
        try {
            final Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor(GIT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0 ? said.strip() : "";
        } catch (final IOException noGit) {
            return "";
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    ObjectNode putInto(final ObjectNode node) {
        node.put("started", started);
        node.put("commit", commit);
        node.put("build", build);
        node.put("quick", quick);
        machine.putInto(node);
        return node;
    }
}
