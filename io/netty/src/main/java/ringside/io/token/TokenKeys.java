package ringside.io.token;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import ringside.io.files.FilesException;
import ringside.io.files.TextFiles;

/**
 * The keys whose tokens are taken, each known by its id, so that an old one and its successor are good at the same time. They
 * stand in a file, or in the {@code .json} and {@code .jwk} files of a folder: JSON Web Keys, or sets of such. Immutable.
 */
public final class TokenKeys {
    /** Keys at once; more are refused. */
    public static final int MAX_KEYS = 64;

    private final Map<String, TokenKey> keys;

    private TokenKeys(final Map<String, TokenKey> keys) {
        this.keys = keys;
    }

    /** The files at a place. */
    public static TextFiles files(final Path location) {
        return new TextFiles(List.of(location), List.of(".json", ".jwk"));
    }

    /** Reads the keys at a place, or throws {@link FilesException}. */
    public static TokenKeys read(final Path location) {
        final TokenKeys keys = of(files(location).read());
        if (keys.keys.isEmpty()) {
            throw new FilesException(location + ": holds no key; make one with: token key");
        }
        return keys;
    }

    /** The keys in these texts, or throws {@link FilesException}. */
    public static TokenKeys of(final SortedMap<Path, String> texts) {
        final Map<String, TokenKey> keys = new TreeMap<>();
        texts.forEach((file, text) -> {
            for (final JWK each : parse(file, text)) {
                final TokenKey key = TokenKey.of(each, file.toString());
                if (keys.put(key.id(), key) != null) {
                    throw new FilesException(file + ": key '" + key.id() + "': there is another of that id");
                }
                if (keys.size() > MAX_KEYS) {
                    throw new FilesException(file + ": there are more than " + MAX_KEYS + " keys; remove old ones");
                }
            }
        });
        if (keys.isEmpty()) {
            throw new FilesException("no key is left; make one with: token key");
        }
        return new TokenKeys(keys);
    }

    private static List<JWK> parse(final Path file, final String text) {
        try {
            return JSONObjectUtils.parse(text).containsKey("keys")
                    ? JWKSet.parse(text).getKeys()
                    : List.of(JWK.parse(text));
        } catch (final ParseException | RuntimeException e) {
            // Its message could quote the file, which is secret.
            throw new FilesException(
                    file + ": is no JSON Web Key and no set of such; make one with: token key",
                    new IllegalArgumentException(e.getClass().getName()));
        }
    }

    @Nullable
    TokenKey find(final String id) {
        return keys.get(id);
    }

    /** All of them, by their ids. */
    public Collection<TokenKey> all() {
        return keys.values();
    }

    /** The key that signs: of that id, or the only one that can. Throws {@link FilesException} when there is none. */
    public TokenKey signing(final @Nullable String id) {
        final List<TokenKey> able = new ArrayList<>();
        for (final TokenKey key : keys.values()) {
            if (key.signer() != null && (id == null || key.id().equals(id))) {
                able.add(key);
            }
        }
        if (able.size() == 1) {
            return able.get(0);
        }
        final List<String> ids = able.stream().map(TokenKey::id).toList();
        throw new FilesException(
                ids.isEmpty()
                        ? "no key" + (id == null ? "" : " '" + id + "'")
                                + " can sign: secrets and private keys can; there are " + keys.keySet()
                        : "the keys " + ids + " can all sign: say which");
    }

    @Override
    public String toString() {
        return "keys " + keys.keySet();
    }
}
