// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/environment.h"
#include "models/domain/money.h"

#include <QUrl>
#include <QWidget>

class QVBoxLayout;

namespace run402 {

class AmountTile;
class Banner;
class Card;
class Chip;
class IconLabel;
class Label;
class LineEdit;
class PreviewSurface;
class ProgressRing;

/// How much to add (mockup 12, state 1). Owner: parent. Thread: GUI.
class TopUpAmountPage : public QWidget
{
    Q_OBJECT
public:
    /// The service has no bounds of its own (contract.md §3.20); these are the card company's.
    static constexpr qint64 leastMicros = 500'000;
    static constexpr qint64 mostMicros = 999'999'990'000;

    explicit TopUpAmountPage(Environment environment, QWidget* parent = nullptr);
    void setFacts(const QString& wallet, std::optional<qint64> creditMicros, const QList<TierOffer>& prices);
    /// 0 = what is typed cannot be paid by card.
    qint64 micros() const { return m_micros; }
    void setProblem(const QString& title, const QString& text);
    LineEdit* field() const { return m_field; }

Q_SIGNALS:
    void amountChanged();

private:
    void typed();
    void refreshSums();

    QList<AmountTile*> m_tiles;
    LineEdit* m_field;
    Label *m_now, *m_add, *m_after, *m_wallet;
    Banner* m_problem;
    std::optional<qint64> m_credit;
    qint64 m_micros = 0;
};

/// The checkout with its origin above it (state 2). Owner: parent. Thread: GUI.
class TopUpCheckoutPage : public QWidget
{
    Q_OBJECT
public:
    explicit TopUpCheckoutPage(QWidget* parent = nullptr);
    /// Takes the surface; nullptr empties the page, and with it its cookies.
    void setSurface(PreviewSurface* surface);
    PreviewSurface* surface() const { return m_surface; }
    void setOrigin(const QString& origin);
    /// Empty text clears. `outside`: an address that may be opened in the person's own browser.
    void setNotice(const QString& strong, const QString& text, const QUrl& outside = {});

Q_SIGNALS:
    void systemBrowserRequested();
    void outsideRequested(const QUrl& address);

private:
    QVBoxLayout* m_column;
    Label* m_origin;
    Banner* m_notice;
    QUrl m_outside;
    PreviewSurface* m_surface = nullptr;
};

/// What came of it (state 3): waiting for the billing history, or credited. Owner: parent. Thread: GUI.
class TopUpOutcomePage : public QWidget
{
    Q_OBJECT
public:
    explicit TopUpOutcomePage(QWidget* parent = nullptr);
    void showWaiting(const QString& title, const QString& text);
    void showCredited(const LedgerEntry& entry, const QString& origin);

private:
    void addFact(const QString& name, const QString& value, bool mono = false);

    ProgressRing* m_ring;
    IconLabel* m_check;
    Label *m_title, *m_text;
    Card* m_facts;
    QVBoxLayout* m_rows;
};

} // namespace run402
