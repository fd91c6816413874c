package ringside.io.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.engine.event.EventType;
import ringside.io.protocol.ControlMessages;
import ringside.io.protocol.HelloMessage;
import ringside.io.protocol.Limits;
import ringside.io.protocol.MessageType;
import ringside.io.protocol.RefusalReason;
import ringside.io.protocol.WelcomeMessage;
import ringside.io.support.TestEdge;
import ringside.io.support.TestEngine;

/** What reaches the ring of what a client says again and again. */
class IntakeTest {
    private final TestEdge test = new TestEdge();

    private static SplittableRandom random(final String name) {
        final long seed = Long.getLong("ringside.seed", Long.getLong("ringside.defaultSeed", System.nanoTime()));
        System.out.println(name + ": -Dringside.seed=" + seed);
        return new SplittableRandom(seed);
    }

    private List<Integer> offeredInputs() {
        return test.engine.offered.stream()
                .filter(copy -> copy.type() == EventType.INPUT)
                .map(TestEngine.Copy::sequence)
                .toList();
    }

    private static int[][] inputs(final int first, final int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(seq -> new int[] {seq, seq + 1, seq % 2})
                .toArray(int[][]::new);
    }

    // ---- inputs

    @Test
    void repetitions_never_reach_the_ring_however_many_and_in_whatever_order() {
        final SplittableRandom random = random("repetitions_never_reach_the_ring_however_many_and_in_whatever_order");
        final TestEdge.Client client = test.client();
        client.join();
        final int frames = 2_000;
        final List<int[]> onTheWay = new ArrayList<>();
        int heard = 0;
        int copies = 0;
        for (int seq = 1; seq <= frames; seq++) {
            test.nowNs += 1_000_000_000L / TestEngine.HZ;
            // Each message has the last 16 at most, comes one to three times, up to six messages late, or never.
            final int times = random.nextInt(5) == 0 ? 0 : 1 + random.nextInt(3);
            for (int i = 0; i < times; i++) {
                onTheWay.add(random.nextInt(onTheWay.size() + 1), new int[] {Math.max(1, seq - 15), seq});
            }
            while (onTheWay.size() > 6) {
                final int[] message = onTheWay.remove(random.nextInt(onTheWay.size()));
                client.inputs(inputs(message[0], message[1]));
                copies += message[1] - message[0] + 1;
                heard = Math.max(heard, message[1]);
            }
            test.frame();
        }
        final List<Integer> offered = offeredInputs();
        System.out.println("  " + copies + " copies of " + heard + " inputs, " + offered.size() + " events offered");
        assertEquals(offered.size(), (int) offered.stream().distinct().count());
        assertEquals(offered.stream().sorted().toList(), offered, "in their order");
        assertTrue(offered.size() >= heard * 0.99, "hardly any is overtaken for good");
        assertEquals(copies - offered.size(), test.counters.get(EdgeCounter.INPUTS_REPEATED));
        assertEquals(offered.size(), test.counters.get(EdgeCounter.INPUTS_OFFERED));
    }

    @Test
    void of_old_and_new_in_one_message_the_new_are_taken() {
        final TestEdge.Client client = test.client();
        client.join();
        client.inputs(inputs(1, 4));
        client.inputs(inputs(3, 6));
        client.inputs(inputs(1, 2));
        assertEquals(List.of(1, 2, 3, 4, 5, 6), offeredInputs());
        assertEquals(4, test.counters.get(EdgeCounter.INPUTS_REPEATED));
    }

    @Test
    void a_gap_is_no_fault_and_what_was_left_out_comes_too_late() {
        final TestEdge.Client client = test.client();
        client.join();
        client.inputs(new int[][] {{1, 1, 1}, {5, 5, 1}});
        client.inputs(new int[][] {{2, 2, 1}, {3, 3, 1}, {5, 5, 1}, {9, 6, 1}});
        assertEquals(List.of(1, 5, 9), offeredInputs());
        assertEquals(ConnectionState.PLAYING, client.connection.state());
    }

    @Test
    void after_a_full_ring_nothing_overtakes_and_nothing_comes_twice() {
        final TestEdge.Client client = test.client();
        client.join();
        client.inputs(inputs(1, 2));
        test.engine.full(true);
        client.inputs(inputs(1, 4));
        assertEquals(1, client.outlet.takeAll(MessageType.REFUSED).size(), "the first that did not go in");
        test.engine.full(false);
        client.inputs(inputs(2, 5));
        client.inputs(inputs(3, 5));
        assertEquals(List.of(1, 2, 3, 4, 5), offeredInputs());
    }

    @Test
    void repetitions_cost_nothing_of_the_allowance() {
        final TestEdge.Client client = test.client();
        client.join();
        final int allowed = Limits.DEFAULT.maxInputsPerFrame() * TestEngine.HZ;
        for (int seq = 1; seq <= allowed; seq++) {
            client.inputs(inputs(Math.max(1, seq - 9), seq));
        }
        assertEquals(allowed, offeredInputs().size());
        assertEquals(0, client.outlet.count(MessageType.REFUSED));
    }

    // ---- commands

    @Test
    void the_answer_to_the_last_command_is_given_again() {
        final TestEdge.Client client = test.client();
        client.join();
        client.say(1, 5);
        client.say(1, 5);
        assertEquals(0, client.outlet.sent.size(), "not before logic said so");
        test.wake();
        client.outlet.take(MessageType.COMMAND_APPLIED);
        client.say(1, 5);
        assertEquals(1, ControlMessages.appliedSequence(client.outlet.take(MessageType.COMMAND_APPLIED), 0));
        client.say(2, 666);
        test.wake();
        client.outlet.take(MessageType.REFUSED);
        client.say(2, 666);
        final UnsafeBuffer refused = client.outlet.take(MessageType.REFUSED);
        assertEquals(2, ControlMessages.refusedSequence(refused, 0));
        assertEquals(RefusalReason.COMMAND_REJECTED.code(), ControlMessages.refusedReason(refused, 0));
        client.say(1, 5);
        assertTrue(client.outlet.sent.isEmpty(), "an older one is not waited for any more");
        assertEquals(2, test.engine.countOffered(EventType.COMMAND));
    }

    private static int refused(final TestEdge.Client client, final RefusalReason reason) {
        return (int) client.outlet.takeAll(MessageType.REFUSED).stream()
                .filter(message -> ControlMessages.refusedReason(message, 0) == reason.code())
                .count();
    }

    private TestEdge.Client resumed(final WelcomeMessage.Seat seat) {
        final TestEdge.Client client = test.client()
                .send(TestEdge.helloMessage(new HelloMessage.Resume(seat.player(), seat.resumeSecret(), seat.epoch()))
                        .write());
        test.wake();
        return client;
    }

    @Test
    void a_new_connection_is_no_way_around_the_limits_of_a_seat() {
        final int commands = Limits.DEFAULT.maxCommandsPerSecond();
        final int most = Limits.DEFAULT.maxInputsPerFrame() * TestEngine.HZ;
        TestEdge.Client client = test.client();
        WelcomeMessage.Seat seat = client.join().seat();
        for (int sequence = 1; sequence <= commands; sequence++) {
            client.say(sequence, 5);
        }
        for (int seq = 1; seq <= most; seq += 10) {
            client.inputs(inputs(seq, Math.min(most, seq + 9)));
        }
        assertEquals(most, offeredInputs().size());
        for (int times = 1; times <= 3; times++) {
            if (times == 2) {
                client.connection.peerClosed();
            }
            client = resumed(seat);
            seat = client.outlet.takeWelcome().seat();
            client.say(commands + 1, 5);
            assertEquals(1, refused(client, RefusalReason.TOO_MANY_COMMANDS), "resumed " + times + " times");
            client.input(most + times, 1, 1);
            assertEquals(1, refused(client, RefusalReason.TOO_MANY_INPUTS), "resumed " + times + " times");
        }
        assertEquals(commands, test.engine.countOffered(EventType.COMMAND));
        test.nowNs += 1_000 * TestEdge.MS;
        client = resumed(seat);
        client.say(commands + 1, 5);
        assertEquals(commands + 1, test.engine.countOffered(EventType.COMMAND), "time fills it again");
    }

    @Test
    void a_new_player_has_not_what_the_one_before_on_the_seat_had_left() {
        final int commands = Limits.DEFAULT.maxCommandsPerSecond();
        final TestEdge.Client first = test.client();
        first.join();
        for (int sequence = 1; sequence <= commands; sequence++) {
            first.say(sequence, 5);
        }
        first.leave();
        test.wake();
        final TestEdge.Client second = test.client();
        assertEquals(
                0,
                (second.join().seat().player() - 1) % test.engine.type.layout().seats(),
                "the same seat");
        second.say(1, 5);
        assertEquals(commands + 1, test.engine.countOffered(EventType.COMMAND));
    }

    @Test
    void commands_have_their_effect_once_and_in_order_across_loss_refusals_and_resumes() {
        final SplittableRandom random =
                random("commands_have_their_effect_once_and_in_order_across_loss_refusals_and_resumes");
        TestEdge.Client client = test.client();
        WelcomeMessage.Seat seat = client.join().seat();
        final int commands = 200;
        final List<Integer> told = new ArrayList<>();
        final List<Integer> effects = new ArrayList<>();
        int sequence = 1;
        int rateRefusals = 0;
        int resumes = 0;
        for (int tries = 0; sequence <= commands; tries++) {
            assertTrue(tries < 20_000, "it gets on");
            test.nowNs += random.nextLong(60) * TestEdge.MS;
            if (random.nextInt(4) != 0) {
                client.say(sequence, 1_000 + sequence);
            }
            test.frame();
            final int said = test.engine
                    .state(1)
                    .get(test.engine.state(1).rowAt(test.engine.game.players, 0), test.engine.game.said);
            if (effects.isEmpty() ? said != 0 : said != effects.get(effects.size() - 1)) {
                effects.add(said);
            }
            if (random.nextInt(40) == 0) {
                client.connection.peerClosed();
                client = test.client();
                final HelloMessage.Resume resume =
                        new HelloMessage.Resume(seat.player(), seat.resumeSecret(), seat.epoch());
                client.send(TestEdge.helloMessage(resume).write());
                test.wake();
                seat = client.outlet.takeWelcome().seat();
                resumes++;
                final int last = seat.held() == null ? 0 : seat.held().lastCommand();
                if (last >= sequence) {
                    assertEquals(sequence, last);
                    told.add(sequence++);
                }
                continue;
            }
            for (final UnsafeBuffer answer : List.copyOf(client.outlet.sent)) {
                final boolean lost = random.nextInt(4) == 0;
                if (!lost && answer.getByte(0) == MessageType.COMMAND_APPLIED.code()) {
                    final int applied = ControlMessages.appliedSequence(answer, 0);
                    if (applied == sequence) {
                        told.add(sequence++);
                    }
                } else if (answer.getByte(0) == MessageType.REFUSED.code()) {
                    assertEquals(RefusalReason.TOO_MANY_COMMANDS.code(), ControlMessages.refusedReason(answer, 0));
                    rateRefusals++;
                }
            }
            client.outlet.sent.clear();
        }
        System.out.println("  " + commands + " commands, " + resumes + " resumes, " + rateRefusals + " rate refusals, "
                + test.engine.countOffered(EventType.COMMAND) + " events offered");
        assertEquals(IntStream.rangeClosed(1, commands).boxed().toList(), told, "the player is told of each");
        assertEquals(IntStream.rangeClosed(1_001, 1_000 + commands).boxed().toList(), effects, "once and in order");
        assertEquals(commands, test.engine.countOffered(EventType.COMMAND));
        assertTrue(resumes > 0 && rateRefusals > 0);
    }
}
