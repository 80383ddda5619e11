"""What a server that keeps the bridge contract can do; what else it can do it says itself."""

from app.domain.community import NATIVE, Feature

BY_CONTRACT = {
    feature.value: NATIVE
    for feature in (
        Feature.EDITS,
        Feature.FOLDED_EDIT,
        Feature.VERSION_LOCK,
        Feature.THREADS,
        Feature.MESSAGES,
        Feature.MESSAGE_ONCE,
        Feature.REPLY_ONCE,
        Feature.HONOURS,
        Feature.ACKNOWLEDGEMENTS,
    )
}
"""What every server that keeps the contract can do, whether it says so or not."""
