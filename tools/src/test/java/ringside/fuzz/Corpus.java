package ringside.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Inputs that are kept: what once was a finding, and what led somewhere that seeds do not lead to. A folder for each decoder, a file for
 * each input; whoever finds something puts it there. Seeds are no part of it: code makes them, so that they follow the formats.
 */
final class Corpus {
    static final Path FOLDER = Path.of("src/test/corpus");

    private Corpus() {}

    static Path of(final Decoder decoder) {
        return FOLDER.resolve(decoder.name());
    }

    /** By the names of their files. */
    static SortedMap<String, byte[]> read(final Decoder decoder) {
        final SortedMap<String, byte[]> inputs = new TreeMap<>();
        if (!Files.isDirectory(of(decoder))) {
            return inputs;
        }
        try (Stream<Path> files = Files.list(of(decoder))) {
            for (final Path file : files.toList()) {
                inputs.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return inputs;
    }

    static long sizeBytes() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            long bytes = 0;
            for (final Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
            return bytes;
        }
    }

    /** Folders of no decoder. */
    static List<String> strays() throws IOException {
        final List<String> names = Decoders.all().stream().map(Decoder::name).toList();
        try (Stream<Path> folders = Files.list(FOLDER)) {
            return folders.map(each -> each.getFileName().toString())
                    .filter(name -> !names.contains(name))
                    .filter(name -> !name.toLowerCase(Locale.ROOT).endsWith(".md"))
                    .toList();
        }
    }
}
