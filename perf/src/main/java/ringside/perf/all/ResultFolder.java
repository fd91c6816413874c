package ringside.perf.all;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import ringside.perf.RunFailedException;
import ringside.perf.child.Json;

/**
 * Where results go: {@code NAME.json} and {@code NAME.log} of each measure, {@code results.json} with the machine and what became
 * of all, and {@code index.html}. The last two are written anew after each measure, so that what there is can be looked at.
 */
final class ResultFolder {
    /** Of the file, without its ending. */
    static final String SUMMARY = "results";

    private final Path folder;
    private final RunFacts facts;

    ResultFolder(final Path folder, final RunFacts facts) {
        this.folder = folder;
        this.facts = facts;
    }

    Path page() {
        return folder.resolve("index.html");
    }

    /** What stands in {@code results.json}. */
    static ObjectNode summary(final RunFacts facts, final List<Outcome> outcomes) {
        final ObjectNode root = facts.putInto(Json.object());
        final ArrayNode measures = root.putArray("measures");
        final ArrayNode missed = root.putArray("missed");
        for (final Outcome outcome : outcomes) {
            measures.add(outcome.toJson());
            outcome.missed().forEach(missed::add);
        }
        return root;
    }

    void write(final List<Outcome> outcomes) {
        try {
            replace(folder.resolve(SUMMARY + ".json"), summary(facts, outcomes).toPrettyString() + "\n");
            replace(page(), ResultPage.html(facts, outcomes));
        } catch (final IOException e) {
            throw new RunFailedException(folder + ": cannot be written: " + e.getMessage(), e);
        }
    }

    /** All of it or nothing. */
    private static void replace(final Path file, final String text) throws IOException {
        final Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.write(part, text.getBytes(StandardCharsets.UTF_8));
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
