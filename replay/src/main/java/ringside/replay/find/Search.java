package ringside.replay.find;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.IntHashSet;
import org.jspecify.annotations.Nullable;
import ringside.engine.event.BookmarkPayload;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.engine.logic.MatchSlot;
import ringside.engine.logic.MutedOutput;
import ringside.engine.output.AnswerKind;
import ringside.engine.output.Refusal;
import ringside.layout.State;

/**
 * Listens to a frame loop and takes note of what is looked for. Whoever feeds the loop says {@link #over} which matches before the
 * first event, may stop as soon as {@link #isDone}, and calls {@link #end} at last.
 *
 * <p>One thread, that of the loop. Looking allocates nothing; what is found does.
 */
public final class Search extends MutedOutput {
    private final Question question;
    private final Range range;
    private final Findings findings;
    private final Int2ObjectHashMap<MatchWatch> watches = new Int2ObjectHashMap<>();
    private final IntHashSet matches = new IntHashSet();
    private final TreeSet<String> passedOver = new TreeSet<>();
    private IntFunction<@Nullable MatchSlot> slots = match -> null;
    private final List<Finding> computed = new ArrayList<>();
    private long framesSearched;
    private long effectsLost;
    private int lastFrame;
    private boolean passed;

    /**
     * A search that has found nothing.
     *
     * @param limit findings after which it is done
     */
    public Search(final Question question, final Range range, final int limit) {
        this.question = question;
        this.range = range;
        this.findings = new Findings(limit);
    }

    /** Where the matches are that the loop computes: by their numbers, null for none. */
    public void over(final IntFunction<@Nullable MatchSlot> loopsMatches) {
        slots = loopsMatches;
    }

    Question question() {
        return question;
    }

    Range range() {
        return range;
    }

    @Override
    public void hashed(final int match, final int frame, final long hash, final long position) {
        if (!range.isAbout(match) || isDone()) {
            return;
        }
        final MatchSlot slot = slots.apply(match);
        if (slot == null) {
            return;
        }
        matches.add(match);
        final MatchWatch watch = watch(slot);
        if (watch != null) {
            if (range.holds(frame)) {
                framesSearched++;
            }
            watch.frame(slot.state(), frame);
        }
        if (question instanceof final Question.Within within
                && range.holds(frame)
                && within.engineFrames().containsKey(position)) {
            computed.add(new Finding.Computed(match, frame, position));
        }
        lastFrame = frame;
        passed |= match == range.match() && frame > range.to() && !(question instanceof Question.Bookmarks);
    }

    @Override
    public void frameDone(final int tick, final long position, final long dueNs) {
        if (computed.isEmpty()) {
            return;
        }
        // A position that was lost with its machine is given once more, to a frame that nobody asked for.
        if (question instanceof final Question.Within within
                && Integer.valueOf(tick).equals(within.engineFrames().get(position))) {
            computed.forEach(findings::add);
        }
        computed.clear();
    }

    private @Nullable MatchWatch watch(final MatchSlot slot) {
        final MatchWatch present = watches.get(slot.id());
        if (present != null && present.type() == slot.type()) {
            return present;
        }
        if (passedOver.contains(slot.type().toString())) {
            return null;
        }
        try {
            final MatchWatch made = begin(slot, present);
            watches.put(slot.id(), made);
            return made;
        } catch (final ExpressionException e) {
            if (range.match() != Range.ALL) {
                throw e;
            }
            // Another game, which has no such names: of all matches those are meant that can be asked.
            passedOver.add(slot.type().toString());
            return null;
        }
    }

    private MatchWatch begin(final MatchSlot slot, final @Nullable MatchWatch former) {
        if (question instanceof final Question.Where where) {
            return new HeldWatch(slot.type(), slot.id(), range, where, findings, (HeldWatch) former);
        }
        if (question instanceof final Question.Effect effect) {
            return new EffectWatch(slot.type(), slot.id(), range, effect, findings, (EffectWatch) former);
        }
        return new MatchWatch(slot.type()) {
            @Override
            void frame(final State state, final int frame) {
                // Refusals and marks come between the frames.
            }
        };
    }

    /** Takes note of an event, before the loop takes it. Marks are judged by it, so that they are found as they were made. */
    public void event(final Event event) {
        if (event.typeCode() != EventType.BOOKMARK.code()
                || !(question instanceof final Question.Bookmarks bookmarks)
                || !range.isAbout(event.match())
                || isDone()) {
            return;
        }
        final MatchSlot slot = slots.apply(event.match());
        if (slot == null) {
            return;
        }
        final int frame = BookmarkPayload.frame(event, slot.frame());
        final String text = BookmarkPayload.text(event);
        if (range.holds(frame) && bookmarks.isIn(text)) {
            findings.add(new Finding.Marked(event.match(), frame, event.position(), event.player(), text));
        }
    }

    @Override
    public void answer(
            final AnswerKind kind,
            final long position,
            final long connection,
            final int match,
            final int player,
            final int sequence,
            final int detail) {
        final boolean wanted = kind == AnswerKind.INPUT_REFUSED
                || kind == AnswerKind.COMMAND_REFUSED
                || kind == AnswerKind.JOIN_REFUSED;
        if (!wanted || !(question instanceof Question.Refusals) || !range.isAbout(match) || isDone()) {
            return;
        }
        final MatchSlot slot = slots.apply(match);
        final int frame = slot == null ? Finding.Refused.NO_FRAME : slot.frame();
        if (range.holds(Math.max(0, frame))) {
            findings.add(
                    new Finding.Refused(match, frame, position, kind, player, sequence, detail, Refusal.of(detail)));
        }
    }

    @Override
    public void ended(final MatchSlot match, final long position) {
        // No frame follows; refusals do.
        passed |= match.id() == range.match() && !isBetweenFrames();
    }

    /** What is looked for comes between the frames. */
    private boolean isBetweenFrames() {
        return question instanceof Question.Refusals || question instanceof Question.Bookmarks;
    }

    @Override
    public void disposed(final MatchSlot match) {
        final MatchWatch watch = watches.remove(match.id());
        if (watch != null) {
            end(watch);
        }
    }

    /** True when nothing more will be found: the limit is reached, or the only match searched is past its range. */
    public boolean isDone() {
        return passed || findings.isComplete();
    }

    /** Nothing more comes: ends what is still held. */
    public void end() {
        watches.values().forEach(this::end);
        watches.clear();
    }

    private void end(final MatchWatch watch) {
        watch.end();
        if (watch instanceof final EffectWatch effects) {
            effectsLost += effects.lost();
        }
    }

    // ---- what came of it

    /** What was found, in the order of the events. */
    public List<Finding> findings() {
        return findings.all();
    }

    /** True when as much was found as was allowed: there may be more. */
    public boolean limitReached() {
        return findings.isFull();
    }

    /** Frames of matches, within the range, that were looked at. */
    public long framesSearched() {
        return framesSearched;
    }

    /** The last frame that was computed of a match that is searched. */
    int lastFrame() {
        return lastFrame;
    }

    /** Matches that were looked at. */
    public int matchesSearched() {
        return matches.size();
    }

    /** Games that could not be asked this, of matches that were not named one by one. */
    public List<String> passedOver() {
        return new ArrayList<>(passedOver);
    }

    /** Effects, of any type, that their match dropped unseen because a frame had too many. */
    public long effectsLost() {
        return effectsLost;
    }
}
