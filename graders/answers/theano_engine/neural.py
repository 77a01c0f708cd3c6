"""Rows of Theano's ops for neural networks. Convolutions, pooling and patches of images have none."""

from theano.tensor.nnet import blocksparse, bn, nnet

from .rows import Row, plain

ROWS: tuple[tuple[type, Row], ...] = (
    plain("softmax", nnet.Softmax),
    plain("softmax_with_bias", nnet.SoftmaxWithBias),
    plain("softmax_grad", nnet.SoftmaxGrad),
    plain("log_softmax", nnet.LogSoftmax),
    plain("crossentropy_one_hot", nnet.CrossentropyCategorical1Hot),
    plain("crossentropy_one_hot_grad", nnet.CrossentropyCategorical1HotGrad),
    plain("crossentropy_softmax_argmax", nnet.CrossentropySoftmaxArgmax1HotWithBias),
    plain("crossentropy_softmax_grad", nnet.CrossentropySoftmax1HotWithBiasDx),
    plain("sparse_block_gemv", blocksparse.SparseBlockGemv),
    plain("sparse_block_outer", blocksparse.SparseBlockOuter),
    plain("batch_norm_train", bn.AbstractBatchNormTrain, axes="axes"),
    plain("batch_norm_train_grad", bn.AbstractBatchNormTrainGrad, axes="axes"),
    plain("batch_norm_inference", bn.AbstractBatchNormInference, axes="axes"),
)
