package dev.orchestrator.handlers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Answers prompts without a language model, always the same to the same prompt, and to the point for the usual tasks:
 * summaries, keywords and questions about the text behind the first colon.
 */
final class SimulatedModel {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");
    private static final int WORDS_OF_A_SUMMARY = 12;
    private static final int LETTERS_OF_A_KEYWORD = 5;
    private static final int KEYWORDS = 5;
    private static final int QUESTIONS = 3;
    private static final int WORDS_OF_AN_ECHO = 20;
    private static final int CHARACTERS_OF_A_TOKEN = 4;

    private SimulatedModel() {}

    static String answer(String prompt) {
        int colon = prompt.indexOf(':');
        String task = (colon < 0 ? prompt : prompt.substring(0, colon)).toLowerCase(Locale.ROOT);
        String text = colon < 0 ? prompt : prompt.substring(colon + 1);
        if (task.contains("question")) {
            return questions(keywords(text));
        } else if (task.contains("keyword")) {
            return "Keywords: " + String.join(", ", keywords(text));
        } else if (task.contains("summar")) {
            return "Summary: " + beginning(text, WORDS_OF_A_SUMMARY);
        }
        return "Simulated answer to: " + beginning(prompt, WORDS_OF_AN_ECHO);
    }

    /** About as many as a real model would count. */
    static int tokens(String text) {
        return (text.length() + CHARACTERS_OF_A_TOKEN - 1) / CHARACTERS_OF_A_TOKEN;
    }

    private static List<String> keywords(String text) {
        List<String> words = WORD.matcher(text)
                .results()
                .map(MatchResult::group)
                .map(word -> word.toLowerCase(Locale.ROOT))
                .filter(word -> word.length() >= LETTERS_OF_A_KEYWORD)
                .distinct()
                .limit(KEYWORDS)
                .toList();
        return words.isEmpty() ? List.of("nothing") : words;
    }

    private static String questions(List<String> topics) {
        List<String> questions = new ArrayList<>();
        for (int number = 1; number <= QUESTIONS; number++) {
            questions.add(number + ". What follows from " + topics.get((number - 1) % topics.size()) + "?");
        }
        return String.join("\n", questions);
    }

    private static String beginning(String text, int words) {
        List<String> all = List.of(text.strip().split("\\s+"));
        String kept = String.join(" ", all.subList(0, Math.min(words, all.size())));
        return all.size() > words ? kept + " …" : kept;
    }
}
