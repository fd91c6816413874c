package ringside.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
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
     * The version of events: of their header and of the payload of each type. Rises with every change that an older build would
     * misread; a journal that does not say has 1.
     */
    static final int EVENT_FORMAT = 1;

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
            requireKnownEvents(root);
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
        if (format < 1 || format > EVENT_FORMAT) {
            throw new ReplayException("the journal's identity says events of format " + format + " (build "
                    + root.path("build").asText() + "), this build reads up to " + EVENT_FORMAT
                    + ": take the build that recorded it, or a later one");
        }
    }

    private static int whole(final JsonNode node, final String name) {
        final JsonNode value = node.path(name);
        if (!value.isInt()) {
            throw new ReplayException("the journal's identity has no whole number " + name);
        }
        return value.intValue();
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
