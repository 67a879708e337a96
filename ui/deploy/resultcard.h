// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/release.h"
#include "ui/common/card.h"

#include <QUrl>

namespace run402 {

class Button;
class CopyButton;
class ElidedLabel;
class Label;
class LineEdit;
class PagePicture;
class QrCode;

/// "Live in 8.4 seconds": the address with its QR code, and what was checked afterwards. Owner: parent.
class ResultCard : public Card
{
    Q_OBJECT
public:
    struct Line { QString text; bool good = true; };

    explicit ResultCard(QWidget* parent = nullptr);

    void setRelease(const Release& release, qint64 elapsedMs);
    void setLines(const QList<Line>& lines);
    void setCanRollBack(bool can);
    /// The page as it looks now; null: none.
    void setPicture(const QPixmap& picture);
    /// Where the project has no address yet: fills the field, ready for Enter.
    void suggestName(const QString& name);
    /// The words under the name field; empty: the name may be claimed.
    void setNameProblem(const QString& problem);
    void setClaiming(bool busy);
    QUrl address() const { return m_address; }

Q_SIGNALS:
    void openRequested(const QUrl& address);
    void previewRequested(const QUrl& address);
    void rollBackRequested();
    void nameEdited(const QString& name);
    void claimRequested(const QString& name);

private:
    QWidget* buildBand();
    QWidget* buildAddress();
    QWidget* buildClaim();
    void paintEvent(QPaintEvent* event) override;

    QUrl m_address;
    Label* m_title;
    Label* m_id;
    Button* m_rollBack;
    QrCode* m_qr;
    LineEdit* m_field;
    CopyButton* m_copy;
    QWidget* m_claim;
    LineEdit* m_name;
    Button* m_claimButton;
    Label* m_nameProblem;
    QWidget* m_checks;
    QHBoxLayout* m_lines;
    PagePicture* m_picture;
};

} // namespace run402
