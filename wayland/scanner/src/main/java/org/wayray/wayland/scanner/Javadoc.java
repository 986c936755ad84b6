package org.wayray.wayland.scanner;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.wayray.wayland.scanner.Protocol.Description;

/** Makes Javadoc comments of the XML's own words: escaped, wrapped, with paragraphs and lists. */
final class Javadoc {
    private static final int WIDTH = 120;
    private static final Pattern LIST_ITEM = Pattern.compile("[-*] ");

    private final List<String> paragraphs = new ArrayList<>();
    private final List<String> tags = new ArrayList<>();

    /** A comment that starts with the summary as a sentence and goes on with the text. */
    static Javadoc of(Description description) {
        var javadoc = new Javadoc();
        if (!description.summary().isEmpty()) {
            javadoc.paragraphs.add(escape(sentence(description.summary())));
        }
        if (!description.text().isEmpty()) {
            for (var paragraph : description.text().split("\\n[ \\t]*\\n", -1)) {
                javadoc.paragraphs.add(paragraph(paragraph));
            }
        }
        return javadoc;
    }

    /** Adds a paragraph that is Javadoc already. */
    Javadoc paragraph(String... sentences) {
        paragraphs.add(String.join(" ", sentences));
        return this;
    }

    /** Adds a {@code @param}; {@code meaning} is Javadoc already. */
    Javadoc parameter(String name, String meaning) {
        tags.add("@param " + name + " " + meaning);
        return this;
    }

    /** The comment's lines, each behind {@code indent}. Nothing when there is nothing to say. */
    String render(String indent) {
        if (paragraphs.isEmpty() && tags.isEmpty()) {
            return "";
        }
        if (paragraphs.size() == 1 && tags.isEmpty()) {
            String line = indent + "/** " + paragraphs.getFirst() + " */\n";
            if (line.length() <= WIDTH + 1 && !paragraphs.getFirst().contains("\n")) {
                return line;
            }
        }
        var out = new StringBuilder(indent).append("/**\n");
        for (int i = 0; i < paragraphs.size(); i++) {
            if (i > 0) {
                out.append(indent).append(" *\n");
            }
            boolean block = paragraphs.get(i).startsWith("<ul>");
            for (String line : paragraphs.get(i).split("\n", -1)) {
                wrap(out, indent + " * ", "", i > 0 && !block ? "<p>" + line : line);
            }
        }
        if (!tags.isEmpty() && !paragraphs.isEmpty()) {
            out.append(indent).append(" *\n");
        }
        for (String tag : tags) {
            wrap(out, indent + " * ", "    ", tag);
        }
        return out.append(indent).append(" */\n").toString();
    }

    /** Text that has no meaning to Javadoc or the compiler beyond its own. */
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("@", "&#64;")
                .replace("\\", "&#92;")
                .replace("*/", "*&#47;")
                .replace("{", "&#123;")
                .replace("}", "&#125;");
    }

    /** The phrase with a capital first letter and a full stop. A name keeps its own first letter. */
    static String sentence(String phrase) {
        String first = phrase.split(" ", 2)[0];
        String start = first.contains("_") || first.contains(".")
                ? phrase
                : Character.toUpperCase(phrase.charAt(0)) + phrase.substring(1);
        return start.endsWith(".") || start.endsWith("!") || start.endsWith("?") ? start : start + ".";
    }

    private static String paragraph(String text) {
        var lines = text.strip().lines().map(String::strip).toList();
        if (!LIST_ITEM.matcher(lines.getFirst()).lookingAt()) {
            return escape(String.join(" ", lines));
        }
        var items = new ArrayList<String>();
        for (var line : lines) {
            if (LIST_ITEM.matcher(line).lookingAt()) {
                items.add(escape(line.substring(2)));
            } else {
                items.add(items.removeLast() + " " + escape(line));
            }
        }
        var list = new StringBuilder("<ul>\n");
        for (var item : items) {
            list.append("  <li>").append(item).append('\n');
        }
        return list.append("</ul>").toString();
    }

    private static void wrap(StringBuilder out, String prefix, String hanging, String text) {
        var line = new StringBuilder(prefix);
        int empty = line.length();
        for (String word : text.split(" ", -1)) {
            if (line.length() > empty && line.length() + 1 + word.length() > WIDTH) {
                out.append(line.toString().stripTrailing()).append('\n');
                line.setLength(0);
                line.append(prefix).append(hanging);
                empty = line.length();
            }
            if (line.length() > empty) {
                line.append(' ');
            }
            line.append(word);
        }
        out.append(line.toString().stripTrailing()).append('\n');
    }
}
