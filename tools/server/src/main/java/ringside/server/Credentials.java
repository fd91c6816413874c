package ringside.server;

import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ringside.engine.ring.NanoClock;
import ringside.io.files.FilesException;
import ringside.io.files.Reloaded;
import ringside.io.files.TextFiles;
import ringside.io.netty.Certificates;
import ringside.io.session.Admission;
import ringside.io.session.Role;
import ringside.io.token.ConnectToken;
import ringside.io.token.TokenAdmission;
import ringside.io.token.TokenIssuer;
import ringside.io.token.TokenKey;
import ringside.io.token.TokenKeys;
import ringside.io.token.TokenPolicy;

/** The keys and certificates of a server: read before anything else is begun, and again when their files change. */
final class Credentials {
    private static final Logger LOG = LoggerFactory.getLogger("ringside.server");
    private static final long MS = 1_000L;

    /** How long the token is good that a server in development makes for whoever wants to try. */
    private static final int EXAMPLE_SECONDS = 600;

    private final ServerSettings settings;
    private final @Nullable Reloaded<TokenKeys> keys;
    private final @Nullable Reloaded<Certificates> certificates;

    private Credentials(
            final ServerSettings settings,
            final @Nullable Reloaded<TokenKeys> keys,
            final @Nullable Reloaded<Certificates> certificates) {
        this.settings = settings;
        this.keys = keys;
        this.certificates = certificates;
    }

    /** Reads what the settings name. Throws {@link ServerException} when it is of no use, or when production wants more. */
    static Credentials read(final ServerSettings settings) {
        final boolean production = settings.flag(ServerSetting.PRODUCTION);
        final Path keyLocation = settings.location(ServerSetting.TOKEN_KEY);
        final Path tlsLocation = settings.location(ServerSetting.TLS);
        final Path tlsKey = settings.location(ServerSetting.TLS_KEY);
        requireTogether(production, keyLocation, tlsLocation, tlsKey, settings.whole(ServerSetting.QUIC));
        final Reloaded<TokenKeys> keys = keyLocation == null
                ? null
                : reloaded(
                        ServerSetting.TOKEN_KEY,
                        TokenKeys.files(keyLocation),
                        texts -> strong(TokenKeys.of(texts), production));
        final Reloaded<Certificates> certificates = tlsLocation == null
                ? null
                : reloaded(
                        ServerSetting.TLS,
                        Certificates.files(tlsLocation, tlsKey),
                        settings.whole(ServerSetting.QUIC) < 0
                                ? Certificates::of
                                : texts -> Certificates.of(texts).readyForQuic());
        final String doubt = doubt(settings);
        if (doubt != null) {
            LOG.warn("{}", doubt);
        }
        if (certificates != null) {
            LOG.info("tls: {}", certificates.get());
        }
        return new Credentials(settings, keys, certificates);
    }

    private static void requireTogether(
            final boolean production,
            final @Nullable Path keyLocation,
            final @Nullable Path tlsLocation,
            final @Nullable Path tlsKey,
            final int quicPort) {
        if (production && keyLocation == null) {
            throw ServerException.configuration(
                    "production = true: without connect tokens anybody could play as anybody, "
                            + "and tokenKey names no key; make one with: token key --out FILE, and give it: --token-key FILE");
        }
        if (tlsKey != null && tlsLocation == null) {
            throw ServerException.configuration("tlsKey = " + tlsKey
                    + ": tls names no certificate that it belongs to; give that too, or leave tlsKey out");
        }
        if (production && quicPort >= 0 && tlsLocation == null) {
            throw ServerException.configuration("quic = " + quicPort
                    + ": production = true, and tls names no certificate for it; " + "give tls, or leave quic out");
        }
        if (production && tlsLocation == null) {
            LOG.warn(
                    "production without tls: whoever listens on the way reads tokens and resume secrets; give tls, or let a "
                            + "proxy on this machine encrypt");
        }
    }

    /** What is possible in production but hardly meant, or null. */
    static @Nullable String doubt(final ServerSettings settings) {
        final String audience = settings.text(ServerSetting.TOKEN_AUDIENCE);
        return settings.flag(ServerSetting.PRODUCTION) && audience.equals(TokenPolicy.AUDIENCE)
                ? "tokenAudience = " + audience
                        + ": production with the name that every server has unless it is given its own: "
                        + "a token for any of them under the same key is good here, and once at each; give tokenAudience"
                : null;
    }

    private static <T> Reloaded<T> reloaded(
            final ServerSetting setting, final TextFiles files, final Function<SortedMap<Path, String>, T> maker) {
        try {
            return new Reloaded<>(
                    files, maker, new Reloaded.Told(setting.key(), LOG::info, LOG::warn), NanoClock.SYSTEM);
        } catch (final FilesException e) {
            throw ServerException.configuration(
                    setting.key() + " = " + files.locations().get(0) + ": " + e.getMessage(), e);
        }
    }

    /** In production a key that can be guessed is as bad as none; elsewhere it is good enough to try things. */
    private static TokenKeys strong(final TokenKeys keys, final boolean production) {
        for (final TokenKey key : keys.all()) {
            final String weakness = key.weakness();
            if (weakness != null) {
                final String told =
                        "key '" + key.id() + "' " + weakness + "; make a new one with: token key --out FILE";
                if (production) {
                    throw new FilesException(told + " (production takes no such key)");
                }
                LOG.warn("tokenKey: {}", told);
            }
        }
        return keys;
    }

    /** Lets players in by their tokens or, where there is no key, whoever comes. */
    Admission admission() {
        final Reloaded<TokenKeys> current = keys;
        return current == null
                ? Admission.OPEN
                : new TokenAdmission(
                        current,
                        new TokenPolicy(
                                settings.text(ServerSetting.TOKEN_AUDIENCE),
                                settings.whole(ServerSetting.TOKEN_TOLERANCE_SECONDS),
                                settings.whole(ServerSetting.TOKEN_MAX_SECONDS)),
                        Credentials::epochSeconds);
    }

    private static long epochSeconds() {
        return System.currentTimeMillis() / MS;
    }

    /** The certificates for encrypted connections, or null. */
    @Nullable
    Supplier<Certificates> certificates() {
        return certificates;
    }

    /** The duty cycle that follows the files. */
    int doWork() {
        return (keys == null ? 0 : keys.doWork()) + (certificates == null ? 0 : certificates.doWork());
    }

    /** In development, a token to try with; null where none is needed or none can be made. */
    @Nullable
    String exampleToken(final int match) {
        final Reloaded<TokenKeys> current = keys;
        if (current == null || settings.flag(ServerSetting.PRODUCTION)) {
            return null;
        }
        try {
            final TokenIssuer issuer = new TokenIssuer(current.get().signing(null));
            return issuer.issue(new ConnectToken(
                    issuer.newId(),
                    "developer",
                    match,
                    Role.PLAYER,
                    settings.text(ServerSetting.TOKEN_AUDIENCE),
                    epochSeconds() + Math.min(EXAMPLE_SECONDS, settings.whole(ServerSetting.TOKEN_MAX_SECONDS)),
                    Map.of()));
        } catch (final FilesException e) {
            return null;
        }
    }
}
