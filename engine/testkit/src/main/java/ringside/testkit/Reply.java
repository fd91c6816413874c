package ringside.testkit;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ringside.engine.output.Refusal;

/** What logic answered to one event. Saying nothing is an answer: an input that is taken is not confirmed. */
public final class Reply {
    private final String event;
    private final List<Answer> answers;

    Reply(final String event, final List<Answer> answers) {
        this.event = event;
        this.answers = List.copyOf(answers);
    }

    /** Why it was refused, or null. */
    public @Nullable Refusal refusal() {
        for (final Answer answer : answers) {
            if (answer.kind().name().endsWith("REFUSED")) {
                return Refusal.of(answer.detail());
            }
        }
        return null;
    }

    public boolean isRefused() {
        return refusal() != null;
    }

    /** Throws {@link AssertionError} when it was refused. */
    public Reply expectTaken() {
        final Refusal why = refusal();
        if (why != null) {
            throw new AssertionError(event + " was refused: " + why + ", " + why.text());
        }
        return this;
    }

    /** Throws {@link AssertionError} unless it was refused for that reason. */
    public Reply expectRefused(final Refusal expected) {
        final Refusal why = refusal();
        if (why != expected) {
            throw new AssertionError(event + " was " + (why == null ? "taken" : "refused with " + why)
                    + ", expected was a refusal with " + expected);
        }
        return this;
    }

    @Override
    public String toString() {
        return event + ": " + answers;
    }
}
