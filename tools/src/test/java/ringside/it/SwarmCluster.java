package ringside.it;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import ringside.faults.Account.Served;
import ringside.faults.FaultPlan;
import ringside.faults.FaultProxy;
import ringside.faults.Way;

/**
 * A primary and its standby at level replicated, as processes, and networks that behave badly between them and to their players. Carries
 * out a {@link FaultPlan}; after each step all is healed, and both are members again.
 */
final class SwarmCluster implements AutoCloseable {
    private static final int PATIENCE_S = 60;
    private static final int DELAY_MS = 60;

    private final Members members;
    private final List<Served> served = new ArrayList<>();
    private final Server one;
    private final Server two;
    private Server reigns;
    private Server follows;

    /** One of the two: what is its own for ever, and the process that it is now. */
    private final class Server {
        final String name;
        final String tcp = String.valueOf(Members.freePort());
        final String replication = String.valueOf(Members.freePort());
        final FaultProxy players;
        final FaultProxy stream;
        Members.Member member;

        Server(final String name, final long seed) throws IOException {
            this.name = name;
            players = FaultProxy.before("127.0.0.1", Integer.parseInt(tcp), seed);
            stream = FaultProxy.before("127.0.0.1", Integer.parseInt(replication), seed + 1);
        }

        private void start(final String verb, final String... more) {
            final List<String> arguments = new ArrayList<>(List.of("--tcp", tcp, "--replication", replication));
            arguments.addAll(List.of("--rule", "bots=4", "--rule", "roundSeconds=5", "--rule", "scoreLimit=2"));
            arguments.addAll(List.of(more));
            member = members.start(verb, name, arguments.toArray(String[]::new));
        }

        void serve(final String... more) throws InterruptedException {
            start("serve", more);
            member.serves();
            tell();
        }

        void follow(final Server primary) throws InterruptedException {
            start("standby", "--primary", primary.stream.address());
            member.follows();
        }

        /** It has begun to serve. */
        void tell() throws InterruptedException {
            served.add(new Served(name, member.status().path("epoch").asLong()));
        }
    }

    SwarmCluster(final Path folder, final long seed) throws Exception {
        members = new Members(folder);
        one = new Server("a", seed);
        two = new Server("b", seed + 2);
        reigns = one;
        follows = two;
        one.serve("--durability", "replicated");
        two.follow(one);
        healed();
    }

    /** Where players dial. */
    String urls() {
        return "tcp://" + one.players.address() + ",tcp://" + two.players.address();
    }

    List<Served> served() {
        return List.copyOf(served);
    }

    /** Whoever reigns now, then the other one. */
    List<String> names() {
        return List.of(reigns.name, follows.name);
    }

    // ---- faults

    void carryOut(final FaultPlan.Step step) throws Exception {
        final FaultProxy stream = reigns.stream;
        switch (step.fault()) {
            case CUT_PLAYERS -> both(FaultProxy::cut);
            case VANISH_PLAYERS -> {
                both(FaultProxy::vanish);
                rest(step);
                both(FaultProxy::cut);
            }
            case BLOCK_PLAYERS -> {
                both(each -> each.block(Way.THERE));
                rest(step);
                both(each -> each.unblock(Way.THERE));
            }
            case DELAY_PLAYERS -> {
                both(each -> each.delay(Way.BACK, DELAY_MS, DELAY_MS));
                rest(step);
                both(each -> each.delay(Way.BACK, 0, 0));
            }
            case CUT_STREAM -> stream.cut();
            case BLOCK_THERE -> {
                stream.block(Way.THERE);
                rest(step);
                stream.unblock(Way.THERE);
            }
            case BLOCK_BACK -> {
                stream.block(Way.BACK);
                rest(step);
                stream.unblock(Way.BACK);
            }
            case GARBLE_STREAM -> {
                stream.garble(Way.BACK, step.onceInBytes());
                stream.cut();
                rest(step);
                stream.garble(Way.BACK, 0);
                stream.cut();
            }
            case FREEZE_PRIMARY -> freeze(reigns, step);
            case FREEZE_STANDBY -> freeze(follows, step);
            case KILL_STANDBY -> {
                follows.member.kill();
                rest(step);
                follows.follow(reigns);
            }
            case KILL_PRIMARY -> {
                reigns.member.kill();
                takeOver();
                follows.follow(reigns);
            }
            case KILL_BOTH -> {
                reigns.member.kill();
                follows.member.kill();
                reigns.serve();
                follows.follow(reigns);
            }
            case KILL_PROMOTING -> {
                reigns.member.kill();
                final CompletableFuture<Integer> answer = follows.member.beginPromotion();
                rest(step);
                follows.member.kill();
                answer.get();
                swap();
                reigns.serve();
                follows.follow(reigns);
            }
            case OVERRULE -> overrule();
            case OVERRULE_FROZEN -> {
                final Members.Member old = reigns.member;
                old.freeze();
                takeOver();
                rest(step);
                old.wake();
                backAfterEnd(old);
            }
            case RESTART -> {
                reigns.member.process().stop();
                reigns.serve();
            }
        }
        healed();
    }

    private interface OnProxy {
        void act(FaultProxy proxy);
    }

    private void both(final OnProxy what) {
        what.act(one.players);
        what.act(two.players);
    }

    private static void rest(final FaultPlan.Step step) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(step.lastsMs());
    }

    private static void freeze(final Server which, final FaultPlan.Step step) throws Exception {
        which.member.freeze();
        rest(step);
        which.member.wake();
    }

    private void overrule() throws Exception {
        final Members.Member old = reigns.member;
        takeOver();
        backAfterEnd(old);
    }

    private void backAfterEnd(final Members.Member old) throws InterruptedException {
        final RingsideProcess.Result ended = old.process().await(PATIENCE_S);
        if (!ended.err().contains("OVERRULED")) {
            throw new AssertionError("ended by something else: " + ended.err());
        }
        follows.follow(reigns);
    }

    private void swap() {
        final Server old = reigns;
        reigns = follows;
        follows = old;
    }

    /** Asks for it until it is granted: the last of what was heard of may be on its way. */
    private void takeOver() throws InterruptedException {
        final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        Members.Answer answer = follows.member.promote(0);
        while (!answer.isOk()) {
            if (System.nanoTime() - endNs > 0) {
                throw new AssertionError("not promoted: " + answer.error());
            }
            TimeUnit.MILLISECONDS.sleep(20);
            answer = follows.member.promote(0);
        }
        swap();
        reigns.member.serves();
        reigns.tell();
    }

    /** Both are members, and what is played is shown. */
    private void healed() throws InterruptedException {
        reigns.member.await(
                "both to be members",
                status -> Members.shows(status) && Members.set(status).size() == 2);
        follows.member.await(
                "all of it",
                status -> status.path("inSync").asBoolean()
                        && status.path("member").asBoolean()
                        && status.path("hashOk").asBoolean());
    }

    /** Stops both, whoever reigns first; returns the hash that it ended with. */
    String stop() throws InterruptedException {
        final String said = reigns.member.process().stop().err();
        follows.member.process().stop();
        final int at = said.indexOf("final hash ");
        if (at < 0) {
            throw new AssertionError("no final hash in: " + said);
        }
        return said.substring(at + "final hash ".length()).substring(0, 16);
    }

    /** What it says now, for whoever looks for what went wrong. */
    String told() {
        return reigns.name + ": " + reigns.member.process().err() + "\n" + follows.name + ": "
                + follows.member.process().err();
    }

    @Override
    public void close() {
        members.close();
        for (final Server each : List.of(one, two)) {
            each.players.close();
            each.stream.close();
        }
    }
}
