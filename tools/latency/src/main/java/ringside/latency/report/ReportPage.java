package ringside.latency.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run as one HTML page that needs nothing else: no network, no other file. Its style, script and data stand in it; its own policy forbids
 * the browser to load anything. What logs hold (tags, notes, file names) reaches the page as data only.
 */
public final class ReportPage {
    /** In the order in which one builds on another. */
    private static final List<String> SCRIPTS = List.of(
            "format.js",
            "elements.js",
            "summary.js",
            "way.js",
            "curves.js",
            "timeline.js",
            "worst.js",
            "slow.js",
            "main.js");

    private ReportPage() {}

    /**
     * Writes the page, all of it or nothing, and returns its length in bytes.
     *
     * @param baseline another run to compare with
     */
    public static long write(final Path file, final String title, final Run run, final @Nullable Run baseline) {
        final byte[] page = html(title, run, baseline).getBytes(StandardCharsets.UTF_8);
        final Path absolute = file.toAbsolutePath();
        final Path folder = absolute.getParent();
        if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(absolute)) {
            throw new LatencyLogException(file + ": a file in a folder that exists is meant");
        }
        try {
            final Path part = folder.resolve(absolute.getFileName() + ".part");
            try {
                Files.write(part, page);
                Files.move(part, absolute, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (final IOException e) {
            throw new LatencyLogException(file + ": cannot be written: " + e.getMessage(), e);
        }
        return page.length;
    }

    /** The page's text. */
    public static String html(final String title, final Run run, final @Nullable Run baseline) {
        final StringBuilder script = new StringBuilder();
        SCRIPTS.forEach(each -> script.append(resource(each)).append('\n'));
        // In JSON that sign stands in strings only; as an escape it can end no script.
        final String data = RunJson.of(title, run, baseline).replace("<", "\\u003c");
        return resource("page.html")
                .replace("/*style*/", resource("page.css"))
                .replace("/*script*/", script)
                .replace("/*data*/", data);
    }

    private static String resource(final String name) {
        try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (final IOException e) {
            throw new IllegalStateException("the jar's " + name + " cannot be read", e);
        }
    }
}
