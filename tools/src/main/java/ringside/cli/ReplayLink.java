package ringside.cli;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import ringside.layout.XxHash64;
import ringside.replay.file.MatchFile;

/**
 * A place in a recording, as the page of {@code replay open} writes it behind the # of an address: {@code
 * #file=HASH&match=M&frame=F&player=P}. The file is named by what it holds, so that a link is good wherever that file is.
 *
 * @param file hash of the match file, 16 hexadecimal digits
 * @param match 0 when not said
 * @param frame null when not said
 * @param player through whose eyes; 0 for everything
 */
record ReplayLink(String file, int match, @Nullable Integer frame, int player) {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{16}");

    /** Reads a link, or its part behind the #. */
    static ReplayLink parse(final String text) {
        final Map<String, String> values = new HashMap<>();
        for (final String part : text.substring(text.indexOf('#') + 1).split("&", -1)) {
            final int equals = part.indexOf('=');
            if (equals > 0) {
                values.put(part.substring(0, equals), part.substring(equals + 1));
            }
        }
        final String file = values.getOrDefault("file", "");
        if (!HASH.matcher(file).matches()) {
            throw new UsageException("--link " + text + ": names no file; copy it from the page again, as"
                    + " '#file=HASH&match=M&frame=F', in quotes");
        }
        final Integer match = whole(values, "match");
        final Integer player = whole(values, "player");
        return new ReplayLink(file, match == null ? 0 : match, whole(values, "frame"), player == null ? 0 : player);
    }

    private static @Nullable Integer whole(final Map<String, String> values, final String name) {
        final String text = values.get(name);
        try {
            return text == null ? null : Integer.valueOf(text);
        } catch (final NumberFormatException e) {
            throw new UsageException("--link: " + name + "=" + text + " is no whole number");
        }
    }

    /** The frame, or {@code otherwise} when none is said. */
    int frame(final int otherwise) {
        return frame == null ? otherwise : frame;
    }

    /** The match file that is meant: that one itself, or the one of a folder that holds it. */
    MatchFile find(final Path path) throws IOException {
        final List<Path> candidates;
        if (Files.isDirectory(path)) {
            try (Stream<Path> files = Files.list(path)) {
                candidates = files.filter(MatchFile::isOne).sorted().toList();
            }
        } else {
            candidates = List.of(path);
        }
        for (final Path candidate : candidates) {
            if (!Files.isDirectory(path) || hashOf(candidate).equals(file)) {
                final MatchFile found = MatchFile.open(candidate);
                if (!found.hashHex().equals(file)) {
                    throw new UsageException("--link is about file " + file + "; " + path + " is " + found.hashHex());
                }
                if (match != 0 && match != found.match()) {
                    throw new UsageException(
                            "--link is about match " + match + "; " + candidate + " holds match " + found.match());
                }
                return found;
            }
        }
        throw new UsageException("--link is about file " + file + ", which none of the " + candidates.size()
                + " match files in " + path + " is");
    }

    /** What a match file says of itself in its last bytes: whether that is true, reading it shows. */
    private static String hashOf(final Path candidate) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(candidate.toFile(), "r")) {
            if (in.length() < Long.BYTES) {
                return "";
            }
            in.seek(in.length() - Long.BYTES);
            return XxHash64.hex(Long.reverseBytes(in.readLong()));
        }
    }
}
