package ringside.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import ringside.engine.ring.GraphKind;
import ringside.engine.ring.GraphSettings;
import ringside.engine.ring.WaitKind;
import ringside.engine.ring.WaitSettings;

/** What an operator's words for {@code graph}, {@code wait} and {@code pin} mean. */
final class GraphChoice {
    private static final String AUTO = "auto";
    private static final String NONE = "none";
    private static final int MAX_CORE = 4095;

    private GraphChoice() {}

    /** The graph of that engine; its ring is still the default's. */
    static GraphSettings of(final ServerSettings settings, final int engine) {
        requireCores(settings);
        final GraphSettings chosen = unpinned(settings);
        final List<Integer> cores = cores(settings);
        if (cores.isEmpty()) {
            return chosen;
        }
        final int threads = GraphSettings.threadNames(chosen.kind()).size();
        return chosen.withPins(cores.subList(engine * threads, (engine + 1) * threads));
    }

    private static GraphSettings unpinned(final ServerSettings settings) {
        final GraphSettings auto = GraphSettings.forCores(Runtime.getRuntime().availableProcessors());
        final GraphKind kind = word(settings, ServerSetting.GRAPH, GraphKind.values(), auto.kind());
        final WaitKind wait = word(
                settings, ServerSetting.WAIT, WaitKind.values(), auto.idle().kind());
        return auto.withKind(kind).withIdle(WaitSettings.of(wait));
    }

    /** Throws when one of the three words means nothing. */
    static void check(final ServerSettings settings) {
        unpinned(settings);
        cores(settings);
    }

    /** Throws when there is not one core for each thread of every engine. */
    static void requireCores(final ServerSettings settings) {
        final List<Integer> cores = cores(settings);
        final GraphKind kind = unpinned(settings).kind();
        final int threads = GraphSettings.threadNames(kind).size() * settings.whole(ServerSetting.ENGINES);
        if (!cores.isEmpty() && cores.size() != threads) {
            throw ServerException.configuration("pin = " + settings.text(ServerSetting.PIN) + ": names " + cores.size()
                    + " cores; the " + name(kind) + " graph of engines = " + settings.whole(ServerSetting.ENGINES)
                    + " has " + threads + " threads; name one for each, or none");
        }
    }

    private static <E extends Enum<E>> E word(
            final ServerSettings settings, final ServerSetting setting, final E[] words, final E auto) {
        final String given = settings.text(setting);
        if (given.equals(AUTO)) {
            return auto;
        }
        final List<String> known = new ArrayList<>(List.of(AUTO));
        for (final E word : words) {
            if (name(word).equals(given)) {
                return word;
            }
            known.add(name(word));
        }
        throw ServerException.configuration(
                setting.key() + " = " + given + ": one of " + String.join(", ", known) + " is wanted");
    }

    private static String name(final Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    private static List<Integer> cores(final ServerSettings settings) {
        final String given = settings.text(ServerSetting.PIN);
        final List<Integer> cores = new ArrayList<>();
        if (!given.equals(NONE)) {
            for (final String core : given.split(",", -1)) {
                cores.add(core(given, core.strip()));
            }
        }
        return cores;
    }

    private static int core(final String given, final String text) {
        try {
            final int core = Integer.parseInt(text);
            if (core >= 0 && core <= MAX_CORE) {
                return core;
            }
        } catch (final NumberFormatException e) {
            throw wrongPin(given);
        }
        throw wrongPin(given);
    }

    private static ServerException wrongPin(final String given) {
        return ServerException.configuration("pin = " + given + ": none, or numbers of cores such as 2,3 are wanted");
    }
}
