package ringside.io.netty;

import io.netty.handler.ssl.SslContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import ringside.io.files.FilesException;
import ringside.io.files.TextFiles;
import ringside.io.netty.quic.QuicIdentity;

/**
 * The certificates of a server, from PEM files, one of which is chosen by the name that a client asks for (SNI). Immutable.
 *
 * <p>In files {@code NAME.pem} or {@code NAME.crt} stands a chain, and in the same file or in {@code NAME.key} its private
 * key; a folder with {@code fullchain.pem} holds it in {@code privkey.pem}. Who asks for no name, or for an unknown one, gets
 * the first, or the one whose file is called {@code default}.
 */
public final class Certificates {
    private static final String WHOLE_CHAIN = "fullchain.pem";
    private static final String DEFAULT = "default.";

    private final Map<String, Certificate> byName = new HashMap<>();
    private final Map<Path, Certificate> byFile;
    private final Certificate fallback;
    private @Nullable QuicIdentity quic;

    private Certificates(final SortedMap<Path, Certificate> byFile) {
        this.byFile = byFile;
        Certificate first = null;
        for (final Map.Entry<Path, Certificate> each : byFile.entrySet()) {
            each.getValue().names().forEach(name -> byName.putIfAbsent(name, each.getValue()));
            if (first == null || nameOf(each.getKey()).startsWith(DEFAULT)) {
                first = each.getValue();
            }
        }
        if (first == null) {
            throw new FilesException("no certificate is left: a PEM file with a chain and its private key is wanted");
        }
        fallback = first;
    }

    /** The files at a place, and perhaps that of the key. */
    public static TextFiles files(final Path location, final @Nullable Path key) {
        return new TextFiles(
                key == null ? List.of(location) : List.of(location, key), List.of(".pem", ".crt", ".cer", ".key"));
    }

    /** The certificates in these texts, or throws {@link FilesException}. */
    public static Certificates of(final SortedMap<Path, String> texts) {
        final SortedMap<Path, Certificate> certificates = new TreeMap<>();
        texts.forEach((file, text) -> {
            if (Certificate.isIn(text) && isMeant(file, texts)) {
                final Path key = keyOf(file, text, texts);
                final String keyText = key == null ? null : texts.get(key);
                if (key != null && keyText != null) {
                    certificates.put(file, Certificate.of(file, text, key, keyText));
                } else if (!Certificate.isAuthority(text, file)) {
                    throw new FilesException(file + ": there is no private key for its certificate; put it into the "
                            + "same file, or beside it into " + baseOf(file) + ".key");
                }
            }
        });
        return new Certificates(certificates);
    }

    /** Beside a whole chain its parts may stand, too. */
    private static boolean isMeant(final Path file, final SortedMap<Path, String> texts) {
        return nameOf(file).equals(WHOLE_CHAIN) || !texts.containsKey(file.resolveSibling(WHOLE_CHAIN));
    }

    private static @Nullable Path keyOf(final Path file, final String text, final SortedMap<Path, String> texts) {
        if (Certificate.isKeyIn(text)) {
            return file;
        }
        final Path beside = file.resolveSibling(baseOf(file) + ".key");
        if (texts.containsKey(beside)) {
            return beside;
        }
        final List<Path> keys = new ArrayList<>();
        texts.forEach((other, otherText) -> {
            if (!Certificate.isIn(otherText) && Certificate.isKeyIn(otherText)) {
                keys.add(other);
            }
        });
        final Path ofChain = file.resolveSibling("privkey.pem");
        if (nameOf(file).equals(WHOLE_CHAIN) && keys.contains(ofChain)) {
            return ofChain;
        }
        // A certificate and a key that were named one by one.
        return texts.size() == 2 && keys.size() == 1 ? keys.get(0) : null;
    }

    private static String nameOf(final Path file) {
        return String.valueOf(file.getFileName());
    }

    private static String baseOf(final Path file) {
        final String name = nameOf(file);
        final int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    /** The one for a client that asks for that name, or for none. */
    SslContext forName(final @Nullable String asked) {
        return certificateFor(asked).context();
    }

    private Certificate certificateFor(final @Nullable String asked) {
        if (asked == null) {
            return fallback;
        }
        final String name = asked.toLowerCase(Locale.ROOT);
        final Certificate exact = byName.get(name);
        if (exact != null) {
            return exact;
        }
        final int dot = name.indexOf('.');
        final Certificate wild = dot < 0 ? null : byName.get("*" + name.substring(dot));
        return wild == null ? fallback : wild;
    }

    /** The same, made ready for QUIC as well: that takes some time, which no event loop should spend. */
    public Certificates readyForQuic() {
        forQuic();
        return this;
    }

    /** The same for QUIC; made when it is asked for first. */
    synchronized QuicIdentity forQuic() {
        final QuicIdentity made = quic == null ? makeForQuic() : quic;
        quic = made;
        return made;
    }

    private QuicIdentity makeForQuic() {
        final Map<Certificate, QuicIdentity> identities = new HashMap<>();
        byFile.values().forEach(each -> identities.put(each, each.forQuic()));
        final QuicIdentity other = each(identities, fallback);
        return other.orByName(name -> each(identities, certificateFor(name)));
    }

    private static QuicIdentity each(final Map<Certificate, QuicIdentity> identities, final Certificate certificate) {
        return Objects.requireNonNull(identities.get(certificate));
    }

    /** Names and ends, for people. */
    @Override
    public String toString() {
        return byFile.entrySet().stream()
                .map(each -> each.getValue().describe(each.getKey().toString()))
                .collect(Collectors.joining(", "));
    }
}
