package ringside.behavior;

import java.util.ArrayList;
import java.util.List;

/**
 * Behaviour trees as objects that keep their own state, written for plainness after the descriptions in {@link NodeKind}
 * and without a look at {@link TreeRunner}: what that is compared with.
 */
final class ReferenceTree {
    private final Play play;
    private final List<String> log;

    ReferenceTree(final Play play, final List<String> log) {
        this.play = play;
        this.log = log;
    }

    abstract static class Node {
        final List<Node> children = new ArrayList<>();
        boolean running;

        final Status tick() {
            final Status status = visit();
            running = status == Status.RUNNING;
            return status;
        }

        abstract Status visit();

        final void halt() {
            if (running) {
                running = false;
                stopped();
                children.forEach(Node::halt);
            }
        }

        /** Forgets what it does not keep beyond a halt. */
        void stopped() {}

        final Status ended(final Status status) {
            stopped();
            children.forEach(Node::halt);
            return status;
        }

        Node child(final int index) {
            return children.get(index);
        }
    }

    Node of(final NodeKind kind, final int... v) {
        return switch (kind) {
            case SEQUENCE -> new InTurn(Status.SUCCESS, false, false);
            case ASYNC_SEQUENCE -> new InTurn(Status.SUCCESS, true, false);
            case SEQUENCE_WITH_MEMORY -> new InTurn(Status.SUCCESS, true, true);
            case FALLBACK -> new InTurn(Status.FAILURE, false, false);
            case ASYNC_FALLBACK -> new InTurn(Status.FAILURE, true, false);
            case REACTIVE_SEQUENCE -> new Reactive(Status.SUCCESS);
            case REACTIVE_FALLBACK -> new Reactive(Status.FAILURE);
            case PARALLEL -> new Parallel(v[0], v[1]);
            case IF_THEN_ELSE -> new IfThenElse();
            case WHILE_DO_ELSE -> new WhileDoElse();
            case INVERTER -> new Mapped(Status.FAILURE, Status.SUCCESS);
            case FORCE_SUCCESS -> new Mapped(Status.SUCCESS, Status.SUCCESS);
            case FORCE_FAILURE -> new Mapped(Status.FAILURE, Status.FAILURE);
            case KEEP_RUNNING_UNTIL_FAILURE -> new Mapped(Status.RUNNING, Status.FAILURE);
            case REPEAT -> new Again(Status.SUCCESS, v[0]);
            case RETRY_UNTIL_SUCCESSFUL -> new Again(Status.FAILURE, v[0]);
            case DELAY -> new Delay(frames(v[0]));
            case TIMEOUT -> new Timeout(frames(v[0]));
            case COOLDOWN -> new Cooldown(frames(v[0]));
            case SLEEP -> new Sleep(frames(v[0]));
            case ALWAYS_SUCCESS -> new Fixed(Status.SUCCESS);
            case ALWAYS_FAILURE -> new Fixed(Status.FAILURE);
            case CONDITION -> new Ask(v[0]);
            case ACTION -> new Act(v[0]);
        };
    }

    private static int frames(final int ms) {
        return (int) Math.ceil(ms / 1000.0 * Play.HZ);
    }

    private static final class InTurn extends Node {
        private final Status good;
        private final boolean yields;
        private final boolean remembers;
        private int next;

        InTurn(final Status good, final boolean yields, final boolean remembers) {
            this.good = good;
            this.yields = yields;
            this.remembers = remembers;
        }

        @Override
        Status visit() {
            while (next < children.size()) {
                final boolean idle = !child(next).running;
                final Status status = child(next).tick();
                if (status == Status.RUNNING) {
                    return status;
                }
                if (status != good) {
                    return ended(status);
                }
                next++;
                if (yields && idle && next < children.size()) {
                    return Status.RUNNING;
                }
            }
            next = 0;
            return ended(good);
        }

        @Override
        void stopped() {
            next = remembers ? next : 0;
        }
    }

    private static final class Reactive extends Node {
        private final Status good;

        Reactive(final Status good) {
            this.good = good;
        }

        @Override
        Status visit() {
            for (final Node child : children) {
                final Status status = child.tick();
                if (status == Status.RUNNING) {
                    children.stream().filter(other -> other != child).forEach(Node::halt);
                    return status;
                }
                if (status != good) {
                    return ended(status);
                }
            }
            return ended(good);
        }
    }

    private static final class Parallel extends Node {
        private final int successCount;
        private final int failureCount;
        private final List<Node> succeeded = new ArrayList<>();
        private final List<Node> failed = new ArrayList<>();

        Parallel(final int successCount, final int failureCount) {
            this.successCount = successCount;
            this.failureCount = failureCount;
        }

        @Override
        Status visit() {
            final int needed = successCount < 0 ? children.size() + successCount + 1 : successCount;
            final int allowed = failureCount < 0 ? children.size() + failureCount + 1 : failureCount;
            for (final Node child : children) {
                if (!succeeded.contains(child) && !failed.contains(child)) {
                    final Status status = child.tick();
                    if (status == Status.SUCCESS) {
                        succeeded.add(child);
                    } else if (status == Status.FAILURE) {
                        failed.add(child);
                    }
                }
                if (succeeded.size() >= needed) {
                    return ended(Status.SUCCESS);
                }
                if (failed.size() == allowed || children.size() - failed.size() < needed) {
                    return ended(Status.FAILURE);
                }
            }
            return Status.RUNNING;
        }

        @Override
        void stopped() {
            succeeded.clear();
            failed.clear();
        }
    }

    private static final class IfThenElse extends Node {
        private int chosen;

        @Override
        Status visit() {
            if (chosen == 0) {
                final Status status = child(0).tick();
                if (status == Status.RUNNING) {
                    return status;
                }
                chosen = status == Status.SUCCESS ? 1 : 2;
                if (chosen == children.size()) {
                    return ended(Status.FAILURE);
                }
            }
            final Status status = child(chosen).tick();
            return status == Status.RUNNING ? status : ended(status);
        }

        @Override
        void stopped() {
            chosen = 0;
        }
    }

    private static final class WhileDoElse extends Node {
        @Override
        Status visit() {
            final Status decision = child(0).tick();
            if (decision == Status.RUNNING) {
                return decision;
            }
            final int wanted = decision == Status.SUCCESS ? 1 : 2;
            final int other = 3 - wanted;
            if (wanted == children.size()) {
                return ended(Status.FAILURE);
            }
            if (other < children.size()) {
                child(other).halt();
            }
            final Status status = child(wanted).tick();
            return status == Status.RUNNING ? status : ended(status);
        }
    }

    private static final class Mapped extends Node {
        private final Status afterSuccess;
        private final Status afterFailure;

        Mapped(final Status afterSuccess, final Status afterFailure) {
            this.afterSuccess = afterSuccess;
            this.afterFailure = afterFailure;
        }

        @Override
        Status visit() {
            final Status status = child(0).tick();
            return status == Status.SUCCESS ? afterSuccess : status == Status.FAILURE ? afterFailure : status;
        }
    }

    private static final class Again extends Node {
        private final Status good;
        private final int times;
        private int done;

        Again(final Status good, final int times) {
            this.good = good;
            this.times = times;
        }

        @Override
        Status visit() {
            while (times == -1 || done < times) {
                final boolean idle = !child(0).running;
                final Status status = child(0).tick();
                if (status == Status.RUNNING) {
                    return status;
                }
                if (status != good) {
                    return ended(status);
                }
                done++;
                if (idle && (times == -1 || done < times)) {
                    return Status.RUNNING;
                }
            }
            return ended(good);
        }

        @Override
        void stopped() {
            done = 0;
        }
    }

    private final class Delay extends Node {
        private final int frames;
        private int since;

        Delay(final int frames) {
            this.frames = frames;
        }

        @Override
        Status visit() {
            since = running ? since : play.frame;
            return play.frame - since < frames ? Status.RUNNING : child(0).tick();
        }
    }

    private final class Timeout extends Node {
        private final int frames;
        private int since;

        Timeout(final int frames) {
            this.frames = frames;
        }

        @Override
        Status visit() {
            since = running ? since : play.frame;
            if (frames > 0 && play.frame - since >= frames) {
                return ended(Status.FAILURE);
            }
            return child(0).tick();
        }
    }

    private final class Cooldown extends Node {
        private final int frames;
        private int succeeded = Integer.MIN_VALUE / 2;

        Cooldown(final int frames) {
            this.frames = frames;
        }

        @Override
        Status visit() {
            if (!running && play.frame - succeeded < frames) {
                return Status.FAILURE;
            }
            final Status status = child(0).tick();
            succeeded = status == Status.SUCCESS ? play.frame : succeeded;
            return status;
        }
    }

    private final class Sleep extends Node {
        private final int frames;
        private int since;

        Sleep(final int frames) {
            this.frames = frames;
        }

        @Override
        Status visit() {
            since = running ? since : play.frame;
            return play.frame - since < frames ? Status.RUNNING : Status.SUCCESS;
        }
    }

    private static final class Fixed extends Node {
        private final Status status;

        Fixed(final Status status) {
            this.status = status;
        }

        @Override
        Status visit() {
            return status;
        }
    }

    private final class Ask extends Node {
        private final int id;

        Ask(final int id) {
            this.id = id;
        }

        @Override
        Status visit() {
            log.add("c" + id);
            return play.script.answer(id, play.frame) == Status.SUCCESS ? Status.SUCCESS : Status.FAILURE;
        }
    }

    private final class Act extends Node {
        private final int id;

        Act(final int id) {
            this.id = id;
        }

        @Override
        Status visit() {
            log.add((running ? "r" : "s") + id);
            return play.script.answer(id, play.frame);
        }

        @Override
        void stopped() {
            log.add("h" + id);
        }
    }
}
