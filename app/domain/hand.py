"""Cases that no community tells of: where they come from, and what a person enters."""

from enum import StrEnum

from app.domain.words import Words


class Place(StrEnum):
    """Where something happened that no API tells of."""

    WECHAT_GROUP = "wechat_group"
    WECHAT = "wechat"
    PHONE = "phone"
    EVENT = "event"
    APP = "app"
    MAIL = "mail"
    OTHER = "other"


PLACE_WORDS = {
    Place.WECHAT_GROUP: Words("微信群", "WeChat group"),
    Place.WECHAT: Words("微信私聊", "WeChat chat"),
    Place.PHONE: Words("电话", "phone"),
    Place.EVENT: Words("线下活动", "event"),
    Place.APP: Words("应用或小程序", "app or mini program"),
    Place.MAIL: Words("邮件", "e-mail"),
    Place.OTHER: Words("其他", "elsewhere"),
}
