package dev.slipway.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Rows in columns that are as wide as their widest cell; the last is cut where the screen ends. */
final class Table {
    private static final String GAP = "  ";

    private final Style style;
    private final List<List<Cell>> rows = new ArrayList<>();

    Table(Style style, String... headings) {
        this.style = style;
        rows.add(List.of(headings).stream().map(Cell::plain).toList());
    }

    /** One cell; its colour takes no room. */
    record Cell(String text, UnaryOperator<String> colour) {
        static Cell plain(String text) {
            return new Cell(text, UnaryOperator.identity());
        }

        int width() {
            return text.codePointCount(0, text.length());
        }
    }

    /** As many cells as there are headings. */
    void row(Cell... cells) {
        rows.add(List.of(cells));
    }

    /** The headings, then a line for each row. */
    List<String> lines() {
        var widths = new int[rows.getFirst().size()];
        for (var row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).width());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private String line(List<Cell> row, int[] widths) {
        var line = new StringBuilder();
        int used = 0;
        for (int i = 0; i < row.size(); i++) {
            var cell = row.get(i);
            boolean last = i == row.size() - 1;
            if (last) {
                int left = style.columns().orElse(Integer.MAX_VALUE) - used;
                line.append(cell.colour().apply(style.cut(cell.text(), left)));
            } else {
                line.append(cell.colour().apply(cell.text()))
                        .append(" ".repeat(widths[i] - cell.width()))
                        .append(GAP);
                used += widths[i] + GAP.length();
            }
        }
        return line.toString().stripTrailing();
    }
}
