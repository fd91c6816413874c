package ringside.server;

import java.util.List;
import java.util.Locale;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.engine.event.Event;
import ringside.engine.event.MembersPayload;
import ringside.engine.event.OperatorPayload;
import ringside.engine.logic.InSyncSet;
import ringside.engine.logic.InSyncSet.Member;
import ringside.journal.Durability;
import ringside.journal.RecordFollower;
import ringside.replay.EngineRecording;
import ringside.replay.standby.Epoch;
import ringside.replay.standby.HeardEpoch;
import ringside.replay.standby.Membership;

/** What a journal's in-sync set means for an engine that is opened: whether level replicated counts, and who is asked first. Stateless. */
final class InSyncLevel {
    private InSyncLevel() {}

    /** The level of an engine: what its journal says of a set counts over settings that do not speak of it. */
    static boolean isReplicated(final ServerSettings settings, final InSyncSet set) {
        return settings.durability() == Durability.REPLICATED
                || (!set.isEmpty() && !settings.isGiven(ServerSetting.DURABILITY));
    }

    /** Throws when others count on what would be given up, or on somebody else. */
    static void requireAllowed(
            final ServerSettings settings,
            final EngineRecording recording,
            final long journalEpoch,
            final InSyncSet set,
            final Member self) {
        final Epoch heard = HeardEpoch.of(recording);
        if (heard.beats(reignOf(recording, heard, journalEpoch))) {
            throw ServerException.configuration("OVERRULED: somebody reigns in epoch " + heard + ", " + recording
                    + " ends in epoch " + journalEpoch + "; follow whoever reigns: standby --primary HOST:PORT --dir "
                    + settings.dir() + "; or, if that reign is lost for good, remove " + recording + "/heard");
        }
        if (!isReplicated(settings, set)) {
            final List<Member> others = set.members().stream()
                    .filter(each -> each.number() != self.number())
                    .toList();
            if (!others.isEmpty()) {
                throw ServerException.configuration("durability = "
                        + settings.durability().name().toLowerCase(Locale.ROOT) + ": "
                        + Membership.names(others)
                        + " may be promoted and must have what players are shown; start with durability = replicated, let them "
                        + "go with `standby drop`, and then lower the level");
            }
        }
    }

    /** Who reigned last in a journal; who that was is looked up only where the numbers are the same. */
    private static Epoch reignOf(final EngineRecording recording, final Epoch heard, final long journalEpoch) {
        final int number = (int) journalEpoch;
        return heard.number() != number || number == 0
                ? new Epoch(number, 0)
                : RecordFollower.epochs(recording.journal()).stream()
                        .filter(each -> each.number() == number)
                        .map(each -> new Epoch(number, each.writerId()))
                        .findFirst()
                        // A copy that began in the midst of the epoch does not say it: then it is the one that was
                        // heard of.
                        .orElse(heard);
    }

    /** A MEMBERS event. */
    static Event event(final List<Member> set, final String who, final String why) {
        final byte[] operator = who.isEmpty() ? OperatorPayload.none() : OperatorPayload.of(who, why);
        final int length = Event.lengthFor(MembersPayload.lengthFor(set.size(), operator.length));
        final Event event = MembersPayload.begin(
                new Event().wrap(new UnsafeBuffer(new byte[length]), 0, length), set.size(), operator);
        for (int i = 0; i < set.size(); i++) {
            MembersPayload.put(event, i, set.get(i).number(), set.get(i).name());
        }
        return event;
    }
}
