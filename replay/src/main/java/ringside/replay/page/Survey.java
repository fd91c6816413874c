package ringside.replay.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import ringside.engine.event.BookmarkPayload;
import ringside.engine.event.CommandPayload;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.engine.logic.GameType;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.MatchSlot;
import ringside.engine.logic.MatchSnapshot;
import ringside.engine.output.AnswerKind;
import ringside.engine.output.Refusal;
import ringside.layout.EffectClass;
import ringside.layout.RecordType;
import ringside.replay.EventDescriber;
import ringside.replay.file.MatchFile;

/**
 * Goes once through a match, from its beginning to its end: compares every hash, and notes what a timeline has marks for. One thread
 * runs it; any may ask what is known so far.
 */
final class Survey implements Runnable {
    /** Things noted; of a match with more, what comes later has no marks, and the page says so. */
    static final int MOST_HAPPENINGS = 500_000;

    /** Marks in one answer: a page asks on. */
    private static final int MOST_TOLD = 50_000;

    /** Lines in one answer. */
    private static final int MOST_LINES = 2_000;

    private final MatchFile file;
    private final Cursor cursor;
    private final EventDescriber describer = new EventDescriber();
    private final Watch watch;
    private final HashStatus hashes;
    private final Attendance attendance = new Attendance();
    private final Map<Happening.Kind, Integer> kinds = new LinkedHashMap<>();
    private final List<Happening> happenings = new ArrayList<>();
    private final BookmarkList bookmarks = new BookmarkList();
    private int unlisted;
    private boolean isDone;
    private @Nullable String problem;
    private volatile boolean isStopped;

    Survey(final MatchFile file, final Supplier<GameTypes> types) {
        this.file = file;
        cursor = new Cursor(file, types);
        hashes = new HashStatus(file.header().firstFrame());
        watch = new Watch();
        describer.match(file.match(), file.layout());
    }

    @Override
    public void run() {
        try {
            cursor.seek(file.header().firstFrame());
            while (!isStopped && cursor.step(watch)) {
                // Goes on to the end.
            }
        } catch (final RuntimeException e) {
            synchronized (this) {
                problem = String.valueOf(e.getMessage());
            }
        }
        synchronized (this) {
            hashes.end();
            isDone = true;
            notifyAll();
        }
    }

    /** Ends the run soon. */
    void stop() {
        isStopped = true;
    }

    /** Waits until all is known. */
    synchronized void await() throws InterruptedException {
        while (!isDone) {
            wait();
        }
    }

    private synchronized void note(
            final int frame, final Happening.Kind kind, final int player, final Happening.Told told) {
        kinds.putIfAbsent(kind, kinds.size());
        if (happenings.size() < MOST_HAPPENINGS) {
            happenings.add(new Happening(Math.max(frame, file.header().firstFrame()), kind, player, told));
        } else {
            unlisted++;
        }
    }

    /**
     * What is known so far.
     *
     * @param after how many marks were told before
     */
    synchronized ObjectNode progress(final int after) {
        final ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("done", isDone);
        out.put("frame", cursor.at());
        out.put("problem", problem);
        hashes.writeTo(out);
        attendance.writeTo(out.putArray("stays"));
        final ArrayNode named = out.putArray("kinds");
        for (final Happening.Kind kind : kinds.keySet()) {
            named.addObject()
                    .put("group", kind.group().name().toLowerCase(Locale.ROOT))
                    .put("name", kind.name())
                    .put("sure", kind.isSure());
        }
        final ArrayNode marks = out.putArray("marks");
        final int first = Math.max(0, Math.min(after, happenings.size()));
        final int last = Math.min(happenings.size(), first + MOST_TOLD);
        for (final Happening happening : happenings.subList(first, last)) {
            marks.add(happening.frame()).add(kinds.get(happening.kind())).add(happening.player());
        }
        bookmarks.writeTo(out.putArray("bookmarks"));
        out.put("told", last);
        out.put("known", happenings.size());
        out.put("unlisted", unlisted);
        return out;
    }

    /** What happened in some frames, by name, in order; cut off at a bound, where it says so. */
    ObjectNode log(final int from, final int to) {
        final List<Happening> found = new ArrayList<>();
        synchronized (this) {
            for (int i = firstAt(from);
                    i < happenings.size() && happenings.get(i).frame() <= to;
                    i++) {
                found.add(happenings.get(i));
            }
            bookmarks.addTo(found, from, to);
        }
        final ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("cut", found.size() > MOST_LINES);
        final ArrayNode lines = out.putArray("lines");
        // The newest are those that one looks for.
        for (final Happening happening : found.subList(Math.max(0, found.size() - MOST_LINES), found.size())) {
            final ObjectNode line = lines.addObject();
            line.put("frame", happening.frame());
            line.put("group", happening.kind().group().name().toLowerCase(Locale.ROOT));
            line.put("name", happening.kind().name());
            line.put("player", happening.player());
            final ObjectNode fields = line.putObject("fields");
            happening.told().fields().forEach(fields::putPOJO);
        }
        return out;
    }

    /** Frames of happenings never fall. */
    private int firstAt(final int frame) {
        int low = 0;
        int high = happenings.size();
        while (low < high) {
            final int middle = (low + high) >>> 1;
            if (happenings.get(middle).frame() < frame) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private final class Watch implements Cursor.Watcher {
        private final EffectTape effects = new EffectTape();
        private @Nullable MatchSnapshot snapshot;
        private @Nullable GameType type;
        private int next = file.header().firstFrame();

        @Override
        public void event(final Event event, final int frame) {
            final EventType kind = event.type();
            next = frame + 1;
            if (kind == null || kind == EventType.INPUT || event.match() != file.match()) {
                return;
            }
            final Map<String, Object> fields = describer.fields(event);
            // Numbers that say nothing to whoever looks at one match.
            fields.remove("connection");
            fields.remove("token");
            fields.remove("tokenExpirySecond");
            if (kind == EventType.BOOKMARK) {
                bookmark(event, frame);
                return;
            }
            final String name =
                    kind == EventType.COMMAND ? commandName(event) : kind.name().toLowerCase(Locale.ROOT);
            fields.remove("command");
            note(next, new Happening.Kind(Happening.Group.EVENT, name, false), event.player(), () -> fields);
        }

        private void bookmark(final Event event, final int frame) {
            final int marked =
                    Math.max(BookmarkPayload.frame(event, frame), file.header().firstFrame());
            synchronized (Survey.this) {
                kinds.putIfAbsent(BookmarkList.KIND, kinds.size());
                if (!bookmarks.add(marked, event.player(), BookmarkPayload.text(event))) {
                    unlisted++;
                }
            }
        }

        private String commandName(final Event event) {
            final List<RecordType> commands = file.layout().commands();
            final int id = CommandPayload.commandId(event);
            return id < commands.size() ? commands.get(id).name() : "command " + id;
        }

        @Override
        public void answered(final AnswerKind kind, final int player, final int sequence, final int detail) {
            final String what = switch (kind) {
                case INPUT_REFUSED -> "input";
                case COMMAND_REFUSED -> "command";
                case JOIN_REFUSED -> "join";
                default -> "";
            };
            if (!what.isEmpty()) {
                final Refusal refusal = Refusal.of(detail);
                final Map<String, Object> fields = new LinkedHashMap<>();
                fields.put("sequence", sequence);
                fields.put("reason", refusal == null ? "code " + detail : refusal.text());
                note(next, new Happening.Kind(Happening.Group.REFUSED, what + " refused", false), player, () -> fields);
            }
        }

        @Override
        public void frame(final MatchSlot slot, final int frame, final long hash) {
            MatchSnapshot now = snapshot;
            if (now == null || type != slot.type()) {
                now = new MatchSnapshot(slot.type());
                snapshot = now;
                type = slot.type();
            }
            now.wrap(slot.state().block(), 0);
            effects.take(now, frame, null);
            for (final EffectTape.Taken effect : effects.taken()) {
                final boolean isSure = effect.type().effectClass() == EffectClass.SURE;
                note(
                        frame,
                        new Happening.Kind(Happening.Group.EFFECT, effect.type().name(), isSure),
                        0,
                        Happening.record(effect.type(), effect.record()));
            }
            effects.clear();
            synchronized (Survey.this) {
                hashes.computed(frame, hash);
                attendance.look(now, frame);
            }
        }

        @Override
        public void recorded(final int frame, final long hash) {
            synchronized (Survey.this) {
                hashes.recorded(frame, hash);
            }
        }

        @Override
        public void failed(final int frame, final RuntimeException cause) {
            final Map<String, Object> fields = Map.of("cause", cause.toString());
            note(frame + 1, new Happening.Kind(Happening.Group.EVENT, "game failed", false), 0, () -> fields);
        }
    }
}
