package ringside.server.admin;

import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import ringside.server.Leadership;
import ringside.server.MatchControl;
import ringside.server.MatchStatus;
import ringside.server.Operated;
import ringside.server.OperatorException;

/** Which request does what. */
final class AdminRoutes {
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int MAX_IDLE_SECONDS = 86_400;
    private static final Pattern ONE = Pattern.compile("/matches/(\\d{1,9})");
    private static final Pattern ACTION = Pattern.compile("/matches/(\\d{1,9})/([a-z]+)");
    private static final String CONNECTIONS = "connections";
    private static final Set<String> BY = Set.of("who", "why");

    private final Supplier<Operated> operated;

    AdminRoutes(final Supplier<Operated> operated) {
        this.operated = operated;
    }

    AdminAnswer answer(final AdminRequest request) throws AdminException, InterruptedException {
        try {
            return request.path().startsWith("/matches") ? matches(request) : others(request);
        } catch (final OperatorException e) {
            throw AdminException.of(e);
        }
    }

    private AdminAnswer others(final AdminRequest request)
            throws AdminException, OperatorException, InterruptedException {
        if (request.path().equals("/promote")) {
            requireMethod(request, "POST");
            request.requireOnly(Set.of("lose", "unheard", "who", "why"));
            final MatchControl.By by = request.by();
            final Leadership.Consent consent = new Leadership.Consent(
                    by.who(), request.whole("lose", 0, 0, Integer.MAX_VALUE), request.flag("unheard"));
            return new AdminAnswer(OK, operated.get().promote(consent, by));
        }
        if (request.path().equals("/standbys/drop")) {
            requireMethod(request, "POST");
            request.requireOnly(Set.of("member", "who", "why"));
            final String member = request.text("member", "");
            if (member.isEmpty()) {
                throw new AdminException(AdminException.WRONG, "member: the name of the one that leaves is wanted");
            }
            return new AdminAnswer(OK, operated.get().leave(member, request.by()));
        }
        if (request.path().equals("/standbys/alone")) {
            requireMethod(request, "POST");
            request.requireOnly(BY);
            return new AdminAnswer(OK, operated.get().leave("", request.by()));
        }
        if (!request.path().equals("/status")) {
            throw new AdminException(
                    AdminException.NOT_FOUND,
                    request.path()
                            + ": there are /status, /promote, /standbys/drop, /standbys/alone, /matches and /matches/N/ACTION");
        }
        requireMethod(request, "GET");
        return new AdminAnswer(OK, operated.get().status());
    }

    private AdminAnswer matches(final AdminRequest request)
            throws AdminException, OperatorException, InterruptedException {
        final MatchControl control = operated.get().matches();
        if (request.path().equals("/matches")) {
            if (request.method().equals("GET")) {
                return new AdminAnswer(OK, Map.of("matches", control.list()));
            }
            requireMethod(request, "POST");
            return new AdminAnswer(CREATED, create(control, request));
        }
        final Matcher one = ONE.matcher(request.path());
        if (one.matches()) {
            requireMethod(request, "GET");
            return new AdminAnswer(OK, control.find(Integer.parseInt(one.group(1))));
        }
        final Matcher action = ACTION.matcher(request.path());
        if (!action.matches()) {
            throw new AdminException(
                    AdminException.NOT_FOUND,
                    request.path() + ": there are /matches, /matches/N and /matches/N/ACTION");
        }
        if (action.group(2).equals(CONNECTIONS)) {
            requireMethod(request, "GET");
            return new AdminAnswer(OK, Map.of(CONNECTIONS, control.connections(Integer.parseInt(action.group(1)))));
        }
        requireMethod(request, "POST");
        return new AdminAnswer(OK, act(control, request, Integer.parseInt(action.group(1)), action.group(2)));
    }

    private static void requireMethod(final AdminRequest request, final String method) throws AdminException {
        if (!request.method().equals(method)) {
            throw new AdminException(
                    AdminException.METHOD,
                    request.method() + " " + request.path() + ": only " + method + " is possible");
        }
    }

    private static MatchStatus create(final MatchControl control, final AdminRequest request)
            throws AdminException, OperatorException, InterruptedException {
        request.requireOnly(Set.of("game", "ruleSet", "rules", "idleSeconds", "who", "why"));
        return control.create(
                request.text("game", ""),
                request.text("ruleSet", ""),
                request.rules(),
                request.whole("idleSeconds", 0, 0, MAX_IDLE_SECONDS),
                request.by());
    }

    private static MatchStatus act(
            final MatchControl control, final AdminRequest request, final int match, final String action)
            throws AdminException, OperatorException, InterruptedException {
        return switch (action) {
            case "pause" -> {
                request.requireOnly(BY);
                yield control.pause(match, request.by());
            }
            case "resume" -> {
                request.requireOnly(BY);
                yield control.resume(match, request.by());
            }
            case "end" -> {
                request.requireOnly(BY);
                yield control.end(match, request.by());
            }
            case "kick" -> {
                request.requireOnly(Set.of("player", "who", "why"));
                yield control.kick(match, request.whole("player", 0, 1, Integer.MAX_VALUE), request.by());
            }
            case "rules" -> {
                request.requireOnly(Set.of("rules", "who", "why"));
                yield control.rules(match, request.rules(), request.by());
            }
            default ->
                throw new AdminException(
                        AdminException.NOT_FOUND,
                        "action '" + action
                                + "': there are pause, resume, end, kick and rules, and connections to GET");
        };
    }
}
