package org.wayray.conformance.applications;

import java.awt.Color;
import java.awt.Font;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.wayray.testkit.Picture;

/** The pictures of a pass through the zoo for a person to look at: a file for each, a page, and one picture of them all. */
final class Album {
    private static final int COLUMNS = 5;
    private static final int WIDTH = 384;
    private static final int HEIGHT = 240;
    private static final int CAPTION = 24;

    private final Path folder;

    Album(Path folder) {
        this.folder = folder;
    }

    /** Keeps the picture of a run. */
    void add(Outcome outcome) throws IOException {
        if (outcome.picture().isPresent()) {
            outcome.picture().get().write(folder.resolve(file(outcome)));
        }
    }

    /** Writes {@code index.html} and {@code contact-sheet.png} about these runs. */
    void finish(List<Outcome> outcomes) throws IOException {
        var shown = outcomes.stream()
                .filter(outcome -> outcome.picture().isPresent())
                .toList();
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("index.html"), page(shown));
        if (!shown.isEmpty()) {
            ImageIO.write(
                    sheet(shown), "png", folder.resolve("contact-sheet.png").toFile());
        }
    }

    private static String file(Outcome outcome) {
        return outcome.application().name() + ".png";
    }

    private static String page(List<Outcome> outcomes) {
        var page = new StringBuilder("""
                <!DOCTYPE html>
                <meta charset="utf-8">
                <title>The application zoo</title>
                <style>
                  body { font: 14px sans-serif; display: grid; gap: 1em; grid-template-columns: repeat(auto-fill, minmax(24em, 1fr)) }
                  figure { margin: 0 } img { width: 100%; border: 1px solid #888 } .failed { color: #b00 }
                </style>
                """);
        for (var outcome : outcomes) {
            page.append(
                    "<figure><a href=\"%1$s\"><img src=\"%1$s\" alt=\"\"></a><figcaption%2$s>%3$s %4$s</figcaption></figure>\n"
                            .formatted(
                                    file(outcome),
                                    outcome.passed() ? "" : " class=\"failed\"",
                                    outcome.application().name(),
                                    escape(outcome.reason())));
        }
        return page.toString();
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private static BufferedImage sheet(List<Outcome> outcomes) {
        int rows = (outcomes.size() + COLUMNS - 1) / COLUMNS;
        var sheet = new BufferedImage(COLUMNS * WIDTH, rows * (HEIGHT + CAPTION), BufferedImage.TYPE_INT_RGB);
        var graphics = sheet.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
        for (int i = 0; i < outcomes.size(); i++) {
            var outcome = outcomes.get(i);
            int x = i % COLUMNS * WIDTH;
            int y = i / COLUMNS * (HEIGHT + CAPTION);
            graphics.drawImage(image(outcome.picture().orElseThrow()), x + 2, y, WIDTH - 4, HEIGHT, null);
            graphics.setColor(outcome.passed() ? Color.WHITE : Color.ORANGE);
            graphics.drawString(outcome.application().name(), x + 4, y + HEIGHT + CAPTION - 7);
        }
        graphics.dispose();
        return sheet;
    }

    private static BufferedImage image(Picture picture) {
        var image = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                image.setRGB(x, y, picture.pixel(x, y));
            }
        }
        return image;
    }
}
