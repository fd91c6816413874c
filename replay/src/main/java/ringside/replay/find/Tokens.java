package ringside.replay.find;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Takes an expression apart into its words, and hands them out one by one. */
final class Tokens {
    /** The longest text of an expression. */
    static final int MOST_CHARACTERS = 4_096;

    private static final List<String> SYMBOLS =
            List.of("!=", "<=", ">=", "=", "<", ">", "+", "-", "*", "/", "(", ")", "[", "]", ".");

    /** What other languages write, and what it is here. */
    private static final Map<String, String> ELSEWHERE =
            Map.of("==", "=", "<>", "!=", "&&", "and", "||", "or", "!", "not", "&", "and", "|", "or");

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int next;

    Tokens(final String text) {
        this.text = text;
        if (text.length() > MOST_CHARACTERS) {
            throw ExpressionException.at(
                    text.substring(0, 40) + "…",
                    MOST_CHARACTERS,
                    text.length() + " characters; an expression has up to " + MOST_CHARACTERS);
        }
        int at = 0;
        while (at < text.length()) {
            at = Character.isWhitespace(text.charAt(at)) ? at + 1 : take(at);
        }
        tokens.add(new Token(Token.Kind.END, "", text.length()));
    }

    /** Takes the word that begins there; returns where it ends. */
    private int take(final int at) {
        final char first = text.charAt(at);
        if (first == '\'' || first == '"') {
            return quoted(at, first);
        }
        if (isPartOfName(first) || first == '$') {
            return word(at);
        }
        for (int length = 2; length > 0; length--) {
            final String there = text.substring(at, Math.min(text.length(), at + length));
            final String here = ELSEWHERE.get(there);
            if (here != null && !SYMBOLS.contains(there)) {
                throw ExpressionException.at(text, at, "'" + there + "' is written '" + here + "' here");
            }
            if (SYMBOLS.contains(there)) {
                tokens.add(new Token(Token.Kind.SYMBOL, there, at));
                return at + there.length();
            }
        }
        throw ExpressionException.at(
                text, at, "'" + first + "' was found; names, numbers, 'texts' and " + SYMBOLS + " are known");
    }

    private int quoted(final int at, final char quote) {
        final StringBuilder inside = new StringBuilder();
        for (int i = at + 1; i < text.length(); i++) {
            final char c = text.charAt(i);
            if (c == quote && i + 1 < text.length() && text.charAt(i + 1) == quote) {
                i++;
            } else if (c == quote) {
                tokens.add(new Token(Token.Kind.TEXT, inside.toString(), at));
                return i + 1;
            } else if (c == 0) {
                break;
            }
            inside.append(c);
        }
        throw ExpressionException.at(text, at, "a text begins here and never ends: " + quote + " is missing");
    }

    private int word(final int at) {
        int end = at + 1;
        boolean digits = isDigit(text.charAt(at));
        while (end < text.length() && isPartOfName(text.charAt(end))) {
            digits &= isDigit(text.charAt(end));
            end++;
        }
        // A point between digits belongs to the number; elsewhere it stands before a column.
        if (digits && end + 1 < text.length() && text.charAt(end) == '.' && isDigit(text.charAt(end + 1))) {
            end += 2;
            while (end < text.length() && isDigit(text.charAt(end))) {
                end++;
            }
        }
        tokens.add(new Token(digits ? Token.Kind.NUMBER : Token.Kind.NAME, text.substring(at, end), at));
        return end;
    }

    private static boolean isDigit(final char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isPartOfName(final char c) {
        return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    String text() {
        return text;
    }

    Token peek() {
        return tokens.get(next);
    }

    Token afterNext() {
        return tokens.get(Math.min(next + 1, tokens.size() - 1));
    }

    /** Takes the next word; the end stays. */
    Token take() {
        final Token taken = peek();
        next = Math.min(next + 1, tokens.size() - 1);
        return taken;
    }

    /** Takes the next word if it is that symbol. */
    boolean takes(final String symbol) {
        final boolean is = peek().is(Token.Kind.SYMBOL, symbol);
        if (is) {
            take();
        }
        return is;
    }

    /** Takes the next word if it is that one and no table of that name is meant. */
    boolean takesWord(final String word) {
        final boolean is = peek().is(Token.Kind.NAME, word) && !beginsColumn(afterNext());
        if (is) {
            take();
        }
        return is;
    }

    static boolean beginsColumn(final Token after) {
        return after.is(Token.Kind.SYMBOL, ".") || after.is(Token.Kind.SYMBOL, "[");
    }

    /** Takes that symbol, which must come next. */
    void require(final String symbol, final String why) {
        if (!takes(symbol)) {
            throw expected("'" + symbol + "' " + why);
        }
    }

    ExpressionException expected(final String what) {
        return fault(peek(), what + " was expected, " + peek().found());
    }

    ExpressionException fault(final Token at, final String what) {
        return ExpressionException.at(text, at.at(), what);
    }
}
