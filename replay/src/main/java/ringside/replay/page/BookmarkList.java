package ringside.replay.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The moments that people marked, by the frames that they meant: they come some time after those, when their text was typed. */
final class BookmarkList {
    /** As they stand among the marks of the page. */
    static final Happening.Kind KIND = new Happening.Kind(Happening.Group.EVENT, "bookmark", true);

    /** Those that are kept; a match with more has the first ones. */
    private static final int MOST = 2_000;

    private static final Comparator<Happening> BY_FRAME = Comparator.comparingInt(Happening::frame);

    private final List<Happening> all = new ArrayList<>();

    /** False when there are too many. */
    boolean add(final int frame, final int player, final String text) {
        if (all.size() == MOST) {
            return false;
        }
        final Map<String, Object> fields = Map.of("text", text);
        all.add(new Happening(frame, KIND, player, () -> fields));
        all.sort(BY_FRAME);
        return true;
    }

    /** All of them, in the order of their frames. */
    void writeTo(final ArrayNode out) {
        for (final Happening bookmark : all) {
            out.addObject()
                    .put("frame", bookmark.frame())
                    .put("player", bookmark.player())
                    .put("text", String.valueOf(bookmark.told().fields().get("text")));
        }
    }

    /** Puts those of some frames among other things that happened in them. */
    void addTo(final List<Happening> others, final int from, final int to) {
        for (final Happening bookmark : all) {
            if (bookmark.frame() >= from && bookmark.frame() <= to) {
                others.add(bookmark);
            }
        }
        others.sort(BY_FRAME);
    }
}
