package ringside.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.GameType;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.LogicSettings;
import ringside.layout.Layout;
import ringside.layout.LayoutException;
import ringside.layout.LayoutJson;
import ringside.layout.XxHash64;

/**
 * What an epoch of a journal says of the engine that wrote it: enough to replay it, and to name every table and column
 * without the game's code.
 *
 * @param build which jar wrote it: for people; another build with the same layouts only warns
 * @param settings the bounds that logic worked within
 * @param layouts of the games that the build carried
 */
public record EngineIdentity(String build, LogicSettings settings, List<Layout> layouts) {
    /**
     * The version of events: of their header and of the payload of each type. Rises with every change that another build would
     * misread. 1, or nothing: a JOIN did not say how long its token is good. 2: as the classes of {@code ringside.engine.event} say.
     */
    static final int EVENT_FORMAT = 2;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Copies the list. */
    public EngineIdentity {
        layouts = List.copyOf(layouts);
    }

    /** The identity of an engine that is about to write. */
    public static EngineIdentity of(final String build, final LogicSettings settings, final GameTypes types) {
        return new EngineIdentity(
                build, settings, types.all().stream().map(GameType::layout).toList());
    }

    /** The text that the journal keeps. */
    public String toJson() {
        final ObjectNode root = JSON.createObjectNode();
        root.put("build", build);
        root.put("eventFormat", EVENT_FORMAT);
        final ObjectNode bounds = root.putObject("settings");
        bounds.put("hz", settings.hz());
        bounds.put("maxMatches", settings.maxMatches());
        bounds.put("maxTokens", settings.maxTokens());
        bounds.put("seatHoldFrames", settings.seatHoldFrames());
        bounds.put("lateMergeFrames", settings.lateMergeFrames());
        bounds.put("repeatFrames", settings.repeatFrames());
        bounds.put("maxRewindFrames", settings.maxRewindFrames());
        bounds.put("keepEndedFrames", settings.keepEndedFrames());
        final ArrayNode games = root.putArray("games");
        for (final Layout layout : layouts) {
            final ObjectNode game = games.addObject();
            game.put("game", layout.game());
            game.put("logicVersion", layout.logicVersion());
            game.put("layoutHash", XxHash64.hex(layout.hash()));
            game.put("layout", LayoutJson.write(layout));
        }
        return root.toString();
    }

    /** Reads what {@link #toJson} wrote; throws {@link ReplayException} on any other text. */
    public static EngineIdentity parse(final String text) {
        try {
            final JsonNode root = JSON.readTree(text);
            final JsonNode bounds = root.path("settings");
            final LogicSettings settings = new LogicSettings(
                    whole(bounds, "hz"),
                    whole(bounds, "maxMatches"),
                    whole(bounds, "maxTokens"),
                    whole(bounds, "seatHoldFrames"),
                    whole(bounds, "lateMergeFrames"),
                    whole(bounds, "repeatFrames"),
                    whole(bounds, "maxRewindFrames"),
                    whole(bounds, "keepEndedFrames"));
            requireKnownEvents(root);
            final List<Layout> layouts = new ArrayList<>();
            for (final JsonNode game : root.path("games")) {
                layouts.add(LayoutJson.read(game.path("layout").asText()));
            }
            return new EngineIdentity(root.path("build").asText(), settings, layouts);
        } catch (final JsonProcessingException e) {
            throw new ReplayException("the journal's identity is not JSON: " + e.getOriginalMessage(), e);
        } catch (final IllegalArgumentException | LayoutException e) {
            throw new ReplayException("the journal's identity cannot be used: " + e.getMessage(), e);
        }
    }

    private static void requireKnownEvents(final JsonNode root) {
        final int format = root.path("eventFormat").asInt(1);
        if (format != EVENT_FORMAT) {
            throw new ReplayException("the journal's identity says events of format " + format + " (build "
                    + root.path("build").asText() + "), this build reads format " + EVENT_FORMAT
                    + ": take the build that recorded it, or start in a new directory");
        }
    }

    private static int whole(final JsonNode node, final String name) {
        final JsonNode value = node.path(name);
        if (!value.isInt()) {
            throw new ReplayException("the journal's identity has no whole number " + name);
        }
        return value.intValue();
    }

    /** Whether these games have every layout that was recorded: tables, columns and logic version. */
    public boolean isCarriedBy(final GameTypes types) {
        return layouts.stream().allMatch(layout -> types.find(layout.hash()) != null);
    }

    /**
     * The type under which matches of a recorded layout go on where that one is not at hand: of the same game, the newest whose
     * layout differs in its {@code logicVersion} alone. Null when there is none.
     */
    @Nullable
    GameType heirOf(final long layoutHash, final GameTypes types) {
        GameType heir = null;
        for (final Layout recorded : layouts) {
            if (recorded.hash() == layoutHash) {
                for (final GameType type : types.all()) {
                    if (shape(type.layout()).equals(shape(recorded))
                            && (heir == null
                                    || type.layout().logicVersion()
                                            > heir.layout().logicVersion())) {
                        heir = type;
                    }
                }
            }
        }
        return heir;
    }

    /** Those of the games that an engine which says this of itself carries. */
    GameTypes of(final GameTypes types) {
        return new GameTypes(
                types.all().stream().filter(type -> names(type.layout().hash())).toList());
    }

    /** Whether an engine that says this of itself carries a layout. */
    boolean names(final long layoutHash) {
        return layouts.stream().anyMatch(layout -> layout.hash() == layoutHash);
    }

    private static String shape(final Layout layout) {
        return LayoutJson.write(layout).replaceFirst("\"logicVersion\":\\d+", "");
    }

    /** Throws unless this build can continue or replay what was recorded: same settings, every layout carried. */
    public void requireCarriedBy(final GameTypes types) {
        for (final Layout layout : layouts) {
            if (types.find(layout.hash()) == null) {
                final GameType newest = types.newest(layout.game());
                throw new ReplayException("recorded by " + layout + " (build " + build + "); this build carries "
                        + (newest == null ? "no game of that name" : newest.toString())
                        + ". Replay it with the build that recorded it, or start in a new directory");
            }
        }
    }
}
