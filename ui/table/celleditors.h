// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/table/cellcheck.h"

#include <QFrame>

#include <functional>

class QKeyEvent;
class QListView;
class QPlainTextEdit;
class QStandardItemModel;

namespace run402 {

class Label;
class LineEdit;

/// Where a cell's value is typed. The grid's delegate makes and places one; Enter commits what fits, Esc leaves.
/// Owner: the view's viewport. Thread: GUI.
class CellEditor : public QFrame
{
    Q_OBJECT
public:
    CellEditor(const TableColumn& column, QWidget* parent);

    virtual void setValue(const CellValue& value) = 0;
    virtual CellValue value() const = 0;
    /// Its size for a cell of that size.
    virtual QSize sizeFor(const QSize& cell) const { return cell; }
    /// Why the value does not fit now; also marks the field.
    QString check();

Q_SIGNALS:
    /// The person is done; `moveDown`: Enter, which goes on to the next row.
    void finished(bool moveDown);
    void cancelled();
    /// The text needs several lines (Shift+Enter): the same value in a larger field.
    void largerWanted(const QString& text);

protected:
    /// The widget that is typed into: it gets the focus and its keys are looked at first.
    void setInput(QWidget* input);
    /// True = the key meant something to this editor. Esc and Ctrl+0 mean the same in all of them.
    virtual bool takeKey(QKeyEvent* key);
    /// Finishes when the value fits.
    void finish(bool moveDown);
    virtual void showFault(const QString& fault) = 0;
    const TableColumn& column() const { return m_column; }
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    TableColumn m_column;
};

/// One line: numbers, short texts, uuid, bytes, lists.
class LineCellEditor : public CellEditor
{
    Q_OBJECT
public:
    LineCellEditor(const TableColumn& column, QWidget* parent);
    void setValue(const CellValue& value) override;
    CellValue value() const override;

protected:
    void showFault(const QString& fault) override;
    bool takeKey(QKeyEvent* key) override;
    LineEdit* line() const { return m_line; }

private:
    LineEdit* m_line;
    bool m_null = false;
};

/// A line with what stands below it: choices of an enum or a boolean, rows a foreign key may name, moments of time.
class ChoiceCellEditor : public LineCellEditor
{
    Q_OBJECT
public:
    struct Choice { CellValue value; QString text, note; };
    /// Asked with what was typed so far; answers when it can, by calling `show`.
    using Source = std::function<void(const QString& typed, std::function<void(const QList<Choice>&)> show)>;

    ChoiceCellEditor(const TableColumn& column, QWidget* parent);
    void setValue(const CellValue& value) override;
    CellValue value() const override;
    void setChoices(const QList<Choice>& choices); ///< fixed ones; typing filters them
    void setSource(Source source);
    QSize sizeFor(const QSize& cell) const override;

protected:
    bool takeKey(QKeyEvent* key) override;
    /// Puts what somebody chose by other means into the line; it can still be typed over.
    void offer(const CellValue& value);

private:
    void search();
    void show(const QList<Choice>& choices);
    void choose(const QModelIndex& index);

    QListView* m_list;
    QStandardItemModel* m_model;
    QList<Choice> m_all, m_shown;
    Source m_source;
    std::optional<CellValue> m_chosen;
    int m_asked = 0;
};

/// Several lines: long text and JSON, with the place of a mistake. Ctrl+Enter commits. What is not typed over stays to
/// the character: blanks of every kind, and line breaks as the text has them.
class TextCellEditor : public CellEditor
{
    Q_OBJECT
public:
    TextCellEditor(const TableColumn& column, QWidget* parent);
    void setValue(const CellValue& value) override;
    CellValue value() const override;
    QSize sizeFor(const QSize& cell) const override;
    /// Types on at the end of `text`, which takes the place of what the cell holds.
    void continueWith(const QString& text);

protected:
    void showFault(const QString& fault) override;
    bool takeKey(QKeyEvent* key) override;

private:
    QString typed() const;

    QPlainTextEdit* m_text;
    Label* m_note;
    CellValue m_was;
    QString m_wasTyped; ///< what the field made of it
    bool m_null = false;
};

} // namespace run402
