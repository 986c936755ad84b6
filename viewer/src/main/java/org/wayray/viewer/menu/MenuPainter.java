package org.wayray.viewer.menu;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import org.wayray.codec.Framebuffer;
import org.wayray.codec.PixelRect;
import org.wayray.viewer.status.StatusPainter;

/**
 * Draws a menu as an opaque panel of its own, with headless Java2D into a heap array. The first use loads the fonts, which takes a
 * few tenths of a second. Stateless; any thread.
 */
public final class MenuPainter {
    private static final Color PANEL = new Color(0x20, 0x24, 0x2B);
    private static final Color EDGE = new Color(0x4C, 0x56, 0x6A);
    private static final Color SELECTED = new Color(0x34, 0x4B, 0x6E);
    private static final Color TITLE = new Color(0xEC, 0xEF, 0xF4);
    private static final Color TEXT = new Color(0xD8, 0xDE, 0xE9);
    private static final Color DETAIL = new Color(0x9A, 0xA5, 0xB8);
    private static final Color SWITCH_ON = new Color(0x5E, 0x9B, 0xE6);
    private static final Color SWITCH_OFF = new Color(0x4C, 0x56, 0x6A);

    private static final double TITLE_SIZE = 17;
    private static final double TEXT_SIZE = 15;
    private static final double DETAIL_SIZE = 13;
    private static final double PADDING = 12;
    private static final double CORNER = 8;
    private static final double SWITCH_WIDTH = 34;
    private static final double SWITCH_HEIGHT = 18;

    private MenuPainter() {}

    /**
     * Draws a menu.
     *
     * @param footer the small line at the bottom
     */
    public static Framebuffer paint(MenuPage page, String footer, MenuLayout layout) {
        var panel = new Framebuffer(layout.width(), layout.height());
        var graphics = StatusPainter.view(panel).createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            new Drawing(graphics, layout).draw(page, footer);
        } finally {
            graphics.dispose();
        }
        return panel;
    }

    private record Drawing(Graphics2D graphics, MenuLayout layout) {
        void draw(MenuPage page, String footer) {
            int edge = Math.max(1, layout.pixels(1));
            graphics.setColor(EDGE);
            graphics.fillRect(0, 0, layout.width(), layout.height());
            graphics.setColor(PANEL);
            graphics.fillRect(edge, edge, layout.width() - 2 * edge, layout.height() - 2 * edge);
            var first = layout.row(0);
            var heading = new PixelRect(first.x(), 0, first.width(), first.y());
            text(page.title(), font(Font.BOLD, TITLE_SIZE), TITLE, heading, left(heading));
            for (int i = 0; i < page.rows().size(); i++) {
                row(page.rows().get(i), layout.row(i), i == page.selected());
            }
            int top = layout.row(layout.rows()).y();
            var bottom = new PixelRect(first.x(), top, first.width(), layout.height() - top);
            text(footer, font(Font.PLAIN, DETAIL_SIZE), DETAIL, bottom, left(bottom));
        }

        private void row(MenuPage.Row row, PixelRect place, boolean selected) {
            if (row.opensSection()) {
                graphics.setColor(EDGE);
                graphics.fillRect(left(place), place.y(), right(place) - left(place), Math.max(1, layout.pixels(1)));
            }
            if (selected) {
                int gap = layout.pixels(2);
                int corner = layout.pixels(CORNER);
                graphics.setColor(SELECTED);
                graphics.fillRoundRect(
                        place.x(), place.y() + gap, place.width(), place.height() - 2 * gap, corner, corner);
            }
            text(row.label(), font(Font.PLAIN, TEXT_SIZE), TEXT, place, left(place));
            int right = right(place);
            if (row.mark() == MenuPage.Mark.ON || row.mark() == MenuPage.Mark.OFF) {
                right -= layout.pixels(SWITCH_WIDTH);
                drawSwitch(right, place, row.mark() == MenuPage.Mark.ON);
                right -= layout.pixels(PADDING);
            }
            var detail = row.mark() == MenuPage.Mark.ARROWS ? "\u2039  " + row.detail() + "  \u203A" : row.detail();
            if (!detail.isEmpty()) {
                var font = font(Font.PLAIN, DETAIL_SIZE);
                int width = graphics.getFontMetrics(font).stringWidth(detail);
                text(detail, font, selected ? TEXT : DETAIL, place, right - width);
            }
        }

        private void drawSwitch(int left, PixelRect row, boolean on) {
            int width = layout.pixels(SWITCH_WIDTH);
            int height = layout.pixels(SWITCH_HEIGHT);
            int top = row.y() + (row.height() - height) / 2;
            graphics.setColor(on ? SWITCH_ON : SWITCH_OFF);
            graphics.fillRoundRect(left, top, width, height, height, height);
            int gap = Math.max(1, layout.pixels(2));
            int knob = height - 2 * gap;
            graphics.setColor(TITLE);
            graphics.fillOval(on ? left + width - gap - knob : left + gap, top + gap, knob, knob);
        }

        /** One line, in the middle of a place's height. */
        private void text(String text, Font font, Color colour, PixelRect place, int x) {
            graphics.setFont(font);
            graphics.setColor(colour);
            var metrics = graphics.getFontMetrics();
            int height = metrics.getAscent() + metrics.getDescent();
            graphics.drawString(text, x, place.y() + (place.height() - height) / 2 + metrics.getAscent());
        }

        private Font font(int style, double size) {
            return new Font(Font.SANS_SERIF, style, 1).deriveFont((float) (size * layout.scale()));
        }

        private int left(PixelRect place) {
            return place.x() + layout.pixels(PADDING);
        }

        private int right(PixelRect place) {
            return place.right() - layout.pixels(PADDING);
        }
    }
}
